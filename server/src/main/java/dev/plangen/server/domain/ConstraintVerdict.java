package dev.plangen.server.domain;

import java.util.OptionalInt;

/**
 * What one verifier says of one plan and one constraint.
 *
 * @param constraint in the words of the run's constraints, or in the verifier's own
 * @param index its place among the constraints of the run, from 0; empty if it is not one of them
 * @param ruling whether the plan keeps it: {@code VETOED} if it is broken
 * @param reason why, in words for a person
 */
public record ConstraintVerdict(
    String constraint, OptionalInt index, Ruling ruling, String reason) {

  /** All that is no text of it in an update: tags, lengths, the index and the outcome. */
  private static final int ENVELOPE_BYTES = 32;

  /** The most that it takes in an update. */
  int bytes() {
    return TextBounds.bytes(constraint) + TextBounds.bytes(reason) + ENVELOPE_BYTES;
  }

  /** Of a constraint that the verifier has read in the problem. */
  public static ConstraintVerdict of(String constraint, Ruling ruling, String reason) {
    return new ConstraintVerdict(constraint, OptionalInt.empty(), ruling, reason);
  }
}
