package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.Selection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Selects the best candidate from what the verifiers say. */
final class Ranking {

  private Ranking() {}

  /**
   * Whole before cut off, scored before unscored, not vetoed before vetoed, the higher score, the
   * plan that more candidates agree on, the earlier number.
   */
  private static Comparator<Contender> bestFirst(Map<Integer, Integer> agreeing) {
    return Comparator.comparing((Contender c) -> !c.candidate().isWhole())
        .thenComparing(c -> c.standing().score().isEmpty())
        .thenComparing(c -> c.standing().vetoed())
        .thenComparingInt(c -> -c.standing().score().orElse(0))
        .thenComparingInt(c -> -agreeing.getOrDefault(c.answer(), 0))
        .thenComparing(c -> c.candidate().id());
  }

  /**
   * The best of those that have been verified; if none has, the first whole one. Empty if there is
   * neither.
   */
  static Optional<Contender> best(List<Contender> contenders) {
    Map<Integer, Integer> agreeing = new HashMap<>();
    contenders.stream()
        .filter(contender -> contender.candidate().isWhole())
        .forEach(contender -> agreeing.merge(contender.answer(), 1, Integer::sum));
    return contenders.stream()
        .filter(Contender::isJudged)
        .min(bestFirst(agreeing))
        .or(
            () ->
                contenders.stream()
                    .filter(contender -> contender.candidate().isWhole())
                    .min(Comparator.comparing(contender -> contender.candidate().id())));
  }

  /**
   * Selects the best.
   *
   * @param found at least one candidate that has a verdict, or is whole
   * @param threshold from which score on a candidate counts as verified
   */
  static Selection select(Found found, int threshold) {
    return best(found.contenders())
        .orElseThrow(() -> new IllegalStateException("nothing to select from"))
        .toSelection(threshold);
  }
}
