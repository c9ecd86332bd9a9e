package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Selection;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * What a search has found: at least one candidate with a verdict, or, if it was stopped, at least
 * one whole candidate. By candidate number.
 */
public record Found(List<Contender> contenders, StopCause stopCause) {

  public Found {
    contenders =
        contenders.stream()
            .sorted(Comparator.comparing(contender -> contender.candidate().id()))
            .toList();
  }

  public List<Candidate> candidates() {
    return contenders.stream().map(Contender::candidate).toList();
  }

  /** In the candidates' order and, of each, in that of the verifiers. */
  public List<Verdict> verdicts() {
    return contenders.stream().flatMap(contender -> contender.verdicts().stream()).toList();
  }

  /** The best of them. */
  public Selection selection(int threshold) {
    return Ranking.select(this, threshold);
  }
}
