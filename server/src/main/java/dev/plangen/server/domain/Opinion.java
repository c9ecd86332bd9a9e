package dev.plangen.server.domain;

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

  /** Of what is not understood. */
  public static Opinion none(String feedback) {
    return new Opinion(OptionalInt.empty(), Ruling.UNKNOWN, false, feedback, List.of());
  }
}
