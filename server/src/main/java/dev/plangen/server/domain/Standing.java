package dev.plangen.server.domain;

import java.util.List;
import java.util.OptionalInt;

/**
 * The sum of what verifiers say of one plan.
 *
 * @param score the lowest that one gave; empty if none gave one
 * @param vetoed whether one has shown that it is wrong
 * @param proven whether one has shown that it is right, and none that it is wrong
 */
public record Standing(OptionalInt score, boolean vetoed, boolean proven) {

  public static Standing of(List<Verdict> verdicts) {
    boolean vetoed = verdicts.stream().anyMatch(verdict -> verdict.ruling() == Ruling.VETOED);
    return new Standing(
        verdicts.stream().flatMapToInt(verdict -> verdict.score().stream()).min(),
        vetoed,
        !vetoed
            && verdicts.stream()
                .anyMatch(verdict -> verdict.sound() && verdict.ruling() == Ruling.PASSED));
  }

  /** Whether nothing vetoed it and its score reaches {@code threshold}. */
  public boolean isVerified(int threshold) {
    return !vetoed && score.isPresent() && score.getAsInt() >= threshold;
  }
}
