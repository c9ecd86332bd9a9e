package dev.plangen.server.llm.offline;

import java.util.List;
import java.util.regex.Pattern;

/** The statement that a problem has no solution: what is written when that is so. */
final class NoPlan {

  static final String STATEMENT =
      "There is no plan that satisfies every constraint: whichever is tried, one is broken.";

  /** Of bounded width, so that a text of nothing but "no" is read in linear time. */
  private static final Pattern CLAIM =
      Pattern.compile(
          "(?i)\\b(?:no|not any)\\b[^.\\n"
              + "]{0,200}\\b(?:plan|time|slot|trip|itinerary|solution|way)\\b|\\b(?:impossible|not"
              + " possible|infeasible)\\b");

  private NoPlan() {}

  /** Whether a text in which no plan can be read says that there is none, in whatever words. */
  static boolean isClaimedIn(String text) {
    return CLAIM.matcher(text).find();
  }

  /**
   * Judges a text that holds no plan.
   *
   * @param solvable whether the problem has a solution
   */
  static Judgement judge(String text, boolean solvable) {
    if (!isClaimedIn(text)) {
      return Judgement.worthless(
          Finding.broken("The answer is a plan", "no plan can be read in it"));
    }
    String claim = "No plan satisfies every constraint";
    return solvable
        ? Judgement.worthless(Finding.broken(claim, "there is one"))
        : Judgement.of(List.of(Finding.satisfied(claim)));
  }
}
