package dev.plangen.server.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a verifier thinks of a plan.
 *
 * @param score -100 to 100 (PlanGEN section 2.1.2); empty where it has none
 * @param sound whether this is proven
 * @param feedback reasons for a person
 * @param constraints what it says of single constraints, at most {@link
 *     TextBounds#MOST_CONSTRAINTS}
 */
public record Opinion(
    OptionalInt score,
    Ruling ruling,
    boolean sound,
    String feedback,
    List<ConstraintVerdict> constraints) {

  public Opinion {
    constraints = List.copyOf(constraints);
    score.ifPresent(
        value -> {
          if (value < -100 || value > 100) {
            throw new IllegalArgumentException("a score is -100 to 100, not " + value);
          }
        });
  }

  /**
   * The same, its texts together no longer than {@link TextBounds#VERDICT_BYTES}: of what it says
   * of single constraints, the last is left out first.
   */
  public Opinion bounded() {
    String shown = TextBounds.cut(feedback, TextBounds.VERDICT_BYTES);
    List<ConstraintVerdict> fitting = new ArrayList<>();
    int left = TextBounds.VERDICT_BYTES - TextBounds.bytes(shown);
    for (ConstraintVerdict verdict : constraints) {
      left -= verdict.bytes();
      if (left < 0 || fitting.size() == TextBounds.MOST_CONSTRAINTS) {
        break;
      }
      fitting.add(verdict);
    }
    return new Opinion(score, ruling, sound, shown, fitting);
  }

  /** Of what is not understood. */
  public static Opinion none(String feedback) {
    return new Opinion(OptionalInt.empty(), Ruling.UNKNOWN, false, feedback, List.of());
  }
}
