package dev.plangen.server.verify.reading;

import dev.plangen.server.verify.reading.Token.Kind;
import java.util.List;
import java.util.Set;

/**
 * Tells whether a sentence beside a plan may take the plan back: "Wait, that is wrong." Rather says
 * yes too often: the plan is then called unclear.
 */
public final class Doubt {

  private static final Set<String> RETRACTIONS =
      Words.set(
          """
          actually alternative alternatively alternatives although another bad better but
          cancel canceled cancelled cancels change changed corrected correction delete
          deleted discard discarded disregard draft error errors exchange except fail failed
          fails false forget guess hmm however hypothetical hypothetically ignore impossible
          incorrect infeasible instead invalid joke kidding maybe might mistake mistaken
          mistakes neither never nope nor oops option options other otherwise perhaps
          postpone postponed prefer preferably pretend rather reconsider reject rejected
          replace replaced reschedule rescheduled retract reverse reversed revise revised
          scrap scratch second shift shifted sorry strike swap swapped tentative tentatively
          third though unacceptable uncertain unclear undo unfeasible unfortunately unless
          unsuitable unsure untrue unworkable update updated void wait withdraw withdrawn
          wrong yet
          """);

  private static final Set<String> CROSSES = Words.set("~ ❌ ❎ ✗ ✘ ✖ ✕ ☒ 🚫 ⛔ 👎");

  private static final Set<String> TROUBLE =
      Words.set(
          """
          break breaks broken busy clash clashes clashing collide collides conflict
          conflicting conflicts interfere interferes issue issues overlap overlapping
          overlaps problem problems unavailable violate violates violating violation
          violations
          """);

  private static final Set<String> NEGATIONS =
      Words.set(
          """
          aren't avoid avoiding avoids can't cannot didn't doesn't don't isn't no nobody
          none not wasn't without won't wouldn't
          """);

  /**
   * What may be denied without harm, beside trouble: "no existing meetings", "nobody is booked".
   */
  private static final Set<String> DENIABLE =
      Words.set("meeting meetings existing booked engaged occupied commitments commitment");

  /** "no one is busy", "does not overlap with or break": this far a denial reaches. */
  private static final int REACH = 3;

  private Doubt() {}

  public static boolean isIn(List<Token> tokens) {
    int open = -1;
    int harmless = -1;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      String word = token.text();
      if (RETRACTIONS.contains(word) || CROSSES.contains(word)) {
        return true;
      }
      if (NEGATIONS.contains(word) || token.kind() == Kind.SIGN) {
        if (open >= 0) {
          return true;
        }
        open = token.kind() == Kind.SIGN ? -1 : i;
        harmless = open;
      } else if (TROUBLE.contains(word) || DENIABLE.contains(word)) {
        boolean denied = harmless >= 0 && i - harmless <= REACH;
        if (!denied && TROUBLE.contains(word)) {
          return true;
        }
        if (denied) {
          open = -1;
          harmless = i;
        }
      }
    }
    return open >= 0;
  }
}
