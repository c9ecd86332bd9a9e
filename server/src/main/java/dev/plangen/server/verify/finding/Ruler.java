package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules on constraints by the findings on their facts.
 *
 * @param findings on every fact that is asked about
 * @param complete whether nothing is demanded beside what was checked, so that a better plan counts
 */
record Ruler<F>(Map<F, Finding> findings, boolean complete) {

  ConstraintVerdict verdict(String words, OptionalInt index, Set<F> facts) {
    List<String> broken = new ArrayList<>();
    List<String> outdone = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (F fact : facts) {
      Finding finding = findings.get(fact);
      if (finding == null) {
        throw new IllegalArgumentException("a fact that the problem does not state: " + fact);
      }
      (switch (finding) {
            case Finding.Broken b -> broken;
            case Finding.Outdone o -> complete ? broken : outdone;
            case Finding.Kept k -> kept;
          })
          .add(finding.reason());
    }
    if (!broken.isEmpty()) {
      return new ConstraintVerdict(words, index, Ruling.VETOED, joined(broken));
    }
    if (!outdone.isEmpty()) {
      return new ConstraintVerdict(words, index, Ruling.UNKNOWN, joined(outdone));
    }
    return new ConstraintVerdict(words, index, Ruling.PASSED, joined(kept));
  }

  /** Of many facts the reason may be the same: that the meeting keeps clear of all of them. */
  private static String joined(List<String> reasons) {
    return reasons.stream().distinct().collect(Collectors.joining("; "));
  }
}
