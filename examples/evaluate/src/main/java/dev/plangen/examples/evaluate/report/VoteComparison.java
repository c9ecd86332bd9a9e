package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.statistics.Difference;

/**
 * How a row's share of solved problems differs from that of a majority vote that costs the same
 * tokens.
 *
 * @param problems of how many it is
 * @param candidates how many candidates have that cost; a fraction lies between two votes
 * @param spending whether there is such a vote
 */
record VoteComparison(Difference difference, int problems, double candidates, Spending spending) {

  /**
   * With fewer problems a bootstrap has too little to draw from, and its intervals are too short.
   */
  private static final int FEWEST_PROBLEMS = 20;

  /** What the vote spends, compared with the row. */
  enum Spending {
    EQUAL,
    /** The largest vote that was held costs less. */
    VOTE_SPENDS_LESS,
    /** A single candidate costs more. */
    VOTE_SPENDS_MORE
  }

  /** Shown to be better, by this comparison. */
  boolean wins() {
    return problems >= FEWEST_PROBLEMS && difference.interval().isAbove(0);
  }

  /** Shown to be worse. */
  boolean loses() {
    return problems >= FEWEST_PROBLEMS && difference.interval().isBelow(0);
  }

  /** Worse, but by less than chance explains. */
  boolean isBehind() {
    return difference.estimate() < 0 && !loses();
  }
}
