package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Verdict;
import java.util.List;

/**
 * What a search has found: at least one candidate with a verdict, or, if it was stopped, at least
 * one whole candidate. Both lists by candidate number.
 */
public record Found(List<Candidate> candidates, List<Verdict> verdicts, StopCause stopCause) {

  public Found {
    candidates = List.copyOf(candidates);
    verdicts = List.copyOf(verdicts);
  }
}
