package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.result.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of some independent candidates without any verifier. */
final class Ballot {

  private Ballot() {}

  /** The first {@code count}; fewer where candidates were lost. */
  static List<Score> first(int count, List<Score> samples) {
    return samples.subList(0, Math.min(count, samples.size()));
  }

  /**
   * The candidate whose answer most candidates give; of several such the earliest. Candidates whose
   * answer could not be read have no vote, and win only if there are no others.
   */
  static Score winner(List<Score> samples) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    samples.stream()
        .filter(sample -> !sample.answer().isEmpty())
        .forEach(sample -> votes.merge(sample.answer(), 1, Integer::sum));
    int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return samples.stream()
        .filter(sample -> votes.getOrDefault(sample.answer(), 0) == most)
        .findFirst()
        .orElse(Score.NONE);
  }
}
