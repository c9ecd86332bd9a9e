package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.statistics.Difference;

/**
 * How a row's share of solved problems differs from that of a majority vote that costs the same
 * tokens.
 *
 * @param candidates how many candidates have that cost; a fraction lies between two votes
 * @param spending whether there is such a vote
 */
record VoteComparison(Difference difference, double candidates, Spending spending) {

  /** What the vote spends, compared with the row. */
  enum Spending {
    EQUAL,
    /** The largest vote that was held costs less. */
    VOTE_SPENDS_LESS,
    /** A single candidate costs more. */
    VOTE_SPENDS_MORE
  }

  /** Shown to be worse, by this comparison. */
  boolean loses() {
    return difference.interval().isBelow(0);
  }

  /** Worse, but by less than chance explains. */
  boolean isBehind() {
    return difference.estimate() < 0 && !loses();
  }
}
