package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan judged.
 *
 * @param findings one for each constraint, at least one
 * @param score -100 to 100; 100 if every constraint is satisfied
 */
record Judgement(List<Finding> findings, int score) {

  Judgement {
    findings = List.copyOf(findings);
  }

  /** One broken constraint already leaves a score that nobody takes for a good one. */
  static Judgement of(List<Finding> findings) {
    long broken = findings.stream().filter(Finding::isBroken).count();
    return new Judgement(findings, broken == 0 ? 100 : (int) Math.max(-90, 90 - 40 * broken));
  }

  /** Of a plan's beginning, which nothing that follows repairs. */
  static Judgement ofBeginning(List<Finding> findings) {
    long broken = findings.stream().filter(Finding::isBroken).count();
    return new Judgement(findings, broken == 0 ? 100 : (int) Math.max(-100, -40 * broken));
  }

  static Judgement worthless(Finding finding) {
    return new Judgement(List.of(finding), -100);
  }

  boolean accepts() {
    return findings.stream().noneMatch(Finding::isBroken);
  }

  /** The error of a judge: a wrong plan accepted, or a right one rejected for one constraint. */
  Judgement mistaken(Noise noise) {
    if (!accepts()) {
      return new Judgement(
          findings.stream().map(finding -> Finding.satisfied(finding.constraint())).toList(),
          95 + noise.below(6));
    }
    List<Finding> doubted = new ArrayList<>(findings);
    int at = noise.below(doubted.size());
    doubted.set(at, Finding.broken(doubted.get(at).constraint(), "the plan does not keep to this"));
    return new Judgement(doubted, 10 + 10 * noise.below(6));
  }

  String text() {
    return findings.stream().map(Finding::line).collect(Collectors.joining("\n"))
        + "\n"
        + scoreLine();
  }

  String scoreLine() {
    return "Score: " + score;
  }
}
