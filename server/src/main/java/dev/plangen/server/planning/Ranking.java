package dev.plangen.server.planning;

import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.Selection;
import dev.plangen.server.domain.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Selects the best candidate from what the verifiers say. */
final class Ranking {

  /**
   * Whole before cut off, scored before unscored, not vetoed before vetoed, the higher score, the
   * earlier number.
   */
  private static final Comparator<Standing> BEST_FIRST =
      Comparator.comparing((Standing s) -> !s.candidate.isWhole())
          .thenComparing(s -> s.score.isEmpty())
          .thenComparing(s -> s.vetoed)
          .thenComparingInt(s -> -s.score.orElse(0))
          .thenComparing(s -> s.candidate.id());

  private Ranking() {}

  /** A candidate with the sum of its verdicts: the lowest score counts. */
  private record Standing(
      Candidate candidate, OptionalInt score, boolean vetoed, boolean soundlyPassed) {

    /** Empty for a candidate that nobody has judged: it takes no part. */
    static Optional<Standing> of(Candidate candidate, List<Verdict> all) {
      List<Verdict> verdicts =
          all.stream().filter(verdict -> verdict.candidate().equals(candidate.id())).toList();
      return verdicts.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Standing(
                  candidate,
                  verdicts.stream().flatMapToInt(verdict -> verdict.score().stream()).min(),
                  verdicts.stream().anyMatch(verdict -> verdict.ruling() == Ruling.VETOED),
                  verdicts.stream()
                      .anyMatch(verdict -> verdict.sound() && verdict.ruling() == Ruling.PASSED)));
    }

    Selection toSelection(int threshold) {
      boolean reaches = score.isPresent() && score.getAsInt() >= threshold;
      return new Selection(candidate, score, reaches && !vetoed, soundlyPassed && !vetoed);
    }
  }

  /**
   * Selects among the candidates that have a verdict; if none has, the first whole one.
   *
   * @param candidates at least one of which {@code verdicts} speaks of, or is whole
   * @param threshold from which score on a candidate counts as verified
   */
  static Selection select(List<Candidate> candidates, List<Verdict> verdicts, int threshold) {
    return candidates.stream()
        .map(candidate -> Standing.of(candidate, verdicts))
        .flatMap(Optional::stream)
        .min(BEST_FIRST)
        .map(best -> best.toSelection(threshold))
        .or(() -> candidates.stream().filter(Candidate::isWhole).findFirst().map(Ranking::unjudged))
        .orElseThrow(() -> new IllegalStateException("nothing to select from"));
  }

  private static Selection unjudged(Candidate candidate) {
    return new Selection(candidate, OptionalInt.empty(), false, false);
  }
}
