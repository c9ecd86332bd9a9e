package dev.plangen.server.llm.offline;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statement that a problem has no solution: what is written when that is so. */
final class NoPlan {

  static final String STATEMENT =
      "There is no plan that satisfies every constraint: whichever is tried, one is broken.";

  private static final Pattern SENTENCE_END = Pattern.compile("[.\\n]");

  private static final Pattern DENIAL = Pattern.compile("(?i)\\b(?:no|not any)\\b");

  private static final Pattern PLAN =
      Pattern.compile("(?i)\\b(?:plan|time|slot|trip|itinerary|solution|way)\\b");

  private static final Pattern IMPOSSIBLE =
      Pattern.compile("(?i)\\b(?:impossible|not possible|infeasible)\\b");

  private NoPlan() {}

  /** Whether a text in which no plan can be read says that there is none, in whatever words. */
  static boolean isClaimedIn(String text) {
    return IMPOSSIBLE.matcher(text).find()
        || SENTENCE_END.splitAsStream(text).anyMatch(NoPlan::deniesPlan);
  }

  /** Of several denials the first decides: what follows on a later one follows on it too. */
  private static boolean deniesPlan(String sentence) {
    Matcher denial = DENIAL.matcher(sentence);
    return denial.find() && PLAN.matcher(sentence).find(denial.end());
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
