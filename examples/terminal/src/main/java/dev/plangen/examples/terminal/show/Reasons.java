package dev.plangen.examples.terminal.show;

import dev.plangen.v1.Outcome;
import dev.plangen.v1.VerificationResult;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a verifier has against a plan, in its own words. */
final class Reasons {

  private static final Predicate<String> BROKEN =
      Pattern.compile(
              "\\b(?:broken|breaks|violate[sd]?|not satisfied)\\b", Pattern.CASE_INSENSITIVE)
          .asPredicate();

  private static final int MOST = 3;

  private Reasons() {}

  /**
   * The constraints that it says are broken; where it names none, the lines about broken ones;
   * where none can be told, the first lines.
   */
  static List<String> of(VerificationResult verdict) {
    List<String> broken =
        verdict.getConstraintVerdictsList().stream()
            .filter(each -> each.getOutcome() == Outcome.OUTCOME_VETOED)
            .map(each -> each.getConstraint() + ": " + each.getReason())
            .limit(MOST)
            .toList();
    return broken.isEmpty() ? of(verdict.getFeedback()) : broken;
  }

  static List<String> of(String feedback) {
    List<String> lines =
        feedback
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("Score:"))
            .toList();
    List<String> broken = lines.stream().filter(BROKEN).toList();
    return (broken.isEmpty() ? lines : broken).stream().limit(MOST).toList();
  }
}
