package dev.plangen.examples.evaluate.report;

import java.util.List;

/**
 * A table: one model, some problems.
 *
 * @param problems which: the name of a family, or of all
 * @param n how many
 * @param votes the curve of majority votes, from one candidate on; empty if there was none
 * @param withoutBase how many runs did not start from the run that they should have started from,
 *     because the server had forgotten it
 */
record Sheet(
    String model,
    String problems,
    int n,
    List<Figures> rows,
    List<VotePoint> votes,
    int withoutBase) {

  /** What {@link #problems} says where several families are taken together. */
  static final String ALL = "all";

  Sheet {
    rows = List.copyOf(rows);
    votes = List.copyOf(votes);
  }

  /** A majority vote: how many candidates, mean tokens, share of problems solved. */
  record VotePoint(int candidates, double tokens, double satisfied) {}
}
