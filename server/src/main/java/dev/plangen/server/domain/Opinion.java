package dev.plangen.server.domain;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a verifier thinks of a plan. Its texts together are at most {@link
 * TextBounds#VERDICT_BYTES}: what is longer is cut, and of the verdicts on constraints those that
 * do not fit are left out, broken ones last.
 *
 * @param score -100 to 100 (PlanGEN section 2.1.2); empty where it has none
 * @param sound whether this is proven
 * @param feedback reasons for a person
 * @param constraints what it says of single constraints
 */
public record Opinion(
    OptionalInt score,
    Ruling ruling,
    boolean sound,
    String feedback,
    List<ConstraintVerdict> constraints) {

  public Opinion {
    feedback = TextBounds.cut(feedback, TextBounds.VERDICT_BYTES);
    constraints =
        BoundedVerdicts.of(constraints, TextBounds.VERDICT_BYTES - TextBounds.bytes(feedback));
    score.ifPresent(
        value -> {
          if (value < -100 || value > 100) {
            throw new IllegalArgumentException("a score is -100 to 100, not " + value);
          }
        });
  }

  /** Of what is not understood. */
  public static Opinion none(String feedback) {
    return new Opinion(OptionalInt.empty(), Ruling.UNKNOWN, false, feedback, List.of());
  }
}
