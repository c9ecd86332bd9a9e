package dev.plangen.server.verify.reading;

import java.util.List;
import java.util.Set;

/** Tells whether a clause says that there is no solution, in words that say nothing else. */
public final class Denial {

  private static final Set<String> NEGATIONS =
      Words.set("no not cannot can't none impossible infeasible isn't doesn't don't unable nobody");
  private static final Set<String> OTHERS =
      Words.set(
          """
          's a all an answer any are availability available be because by can cities
          common constraint constraints days direct does each every everybody everyone
          exist exists feasible find fit fits flights for found free given group have here
          i in is it its meet meets of on participants possible proposed satisfies satisfy
          satisfying schedules so sorry suit suits that the their there therefore these
          this those to unfortunately valid visit visiting visits we which with work works
          you your
          """);

  private Denial() {}

  /**
   * Denied just once: what is not impossible is possible.
   *
   * @param words folded
   * @param solutions what a solution may be called
   */
  public static boolean isIn(List<String> words, Set<String> solutions) {
    return words.stream().filter(NEGATIONS::contains).count() == 1
        && words.stream().anyMatch(solutions::contains)
        && words.stream()
            .allMatch(
                word ->
                    NEGATIONS.contains(word) || solutions.contains(word) || OTHERS.contains(word));
  }
}
