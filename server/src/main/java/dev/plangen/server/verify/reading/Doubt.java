package dev.plangen.server.verify.reading;

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
          wait actually however instead unless alternatively alternative alternatives otherwise
          unfortunately sorry correction corrected mistake mistaken mistakes wrong incorrect invalid
          oops ignore disregard reconsider hmm option options maybe perhaps might rather another
          change changed update updated revise revised error errors fail fails failed except but yet
          although though scratch discard discarded impossible infeasible unclear unsure uncertain
          tentative tentatively draft joke kidding pretend hypothetical hypothetically false untrue
          never neither nor bad second third other better prefer preferably
          """);

  private static final Set<String> TROUBLE =
      Words.set(
          """
          conflict conflicts conflicting overlap overlaps overlapping clash clashes clashing busy
          unavailable collides collide violates violate violating violation violations breaks break
          broken interferes interfere issue issues problem problems
          """);

  private static final Set<String> NEGATIONS =
      Words.set(
          """
          no not none nobody without cannot can't doesn't don't didn't isn't aren't won't wouldn't
          wasn't avoids avoid avoiding
          """);

  /**
   * What may be denied without harm, beside trouble: "no existing meetings", "nobody is booked".
   */
  private static final Set<String> DENIABLE =
      Words.set("meeting meetings existing booked engaged occupied commitments commitment");

  private Doubt() {}

  public static boolean isIn(List<Token> tokens) {
    boolean denied = false;
    boolean trouble = false;
    boolean deniable = false;
    for (Token token : tokens) {
      String word = token.text();
      if (RETRACTIONS.contains(word) || token.isSign("~")) {
        return true;
      }
      denied |= NEGATIONS.contains(word);
      trouble |= TROUBLE.contains(word);
      deniable |= DENIABLE.contains(word);
    }
    return denied ? !trouble && !deniable : trouble;
  }
}
