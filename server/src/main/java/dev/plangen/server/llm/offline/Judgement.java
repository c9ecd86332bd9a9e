package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan judged, or the beginning of one.
 *
 * @param findings one for each constraint, at least one
 * @param score -100 to 100; 100 if every constraint is satisfied
 * @param scale what the score is by how many are broken
 */
record Judgement(List<Finding> findings, int score, Scale scale) {

  enum Scale {
    /** One broken constraint already leaves a score that nobody takes for a good one. */
    PLAN(90, -90),

    /** Nothing that follows repairs it. */
    BEGINNING(0, -100);

    private final int first;
    private final int lowest;

    Scale(int first, int lowest) {
      this.first = first;
      this.lowest = lowest;
    }

    private Judgement judge(List<Finding> findings) {
      int broken = (int) findings.stream().filter(Finding::isBroken).count();
      return new Judgement(
          findings, broken == 0 ? 100 : Math.max(lowest, first - 40 * broken), this);
    }
  }

  Judgement {
    findings = List.copyOf(findings);
  }

  static Judgement of(List<Finding> findings) {
    return Scale.PLAN.judge(findings);
  }

  static Judgement ofBeginning(List<Finding> findings) {
    return Scale.BEGINNING.judge(findings);
  }

  static Judgement worthless(Finding finding) {
    return new Judgement(List.of(finding), -100, Scale.PLAN);
  }

  boolean accepts() {
    return findings.stream().noneMatch(Finding::isBroken);
  }

  /**
   * The error of a judge: a wrong plan accepted, or a right one rejected for one constraint. With
   * the score of what it is taken for: any other would tell the two apart.
   */
  Judgement mistaken(Noise noise) {
    if (!accepts()) {
      return scale.judge(
          findings.stream().map(finding -> Finding.satisfied(finding.constraint())).toList());
    }
    List<Finding> doubted = new ArrayList<>(findings);
    int at = noise.below(doubted.size());
    doubted.set(at, Finding.broken(doubted.get(at).constraint(), "the plan does not keep to this"));
    return scale.judge(doubted);
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
