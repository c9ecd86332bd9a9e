package dev.plangen.server.llm.offline;

import java.util.Locale;

/**
 * How promising the algorithms are: the more steps a plan has, the more is gained by judging it
 * while it is being written, and the less likely is one that is right as a whole. A guess, as a
 * model's own would be, and not measured.
 */
final class Priors {

  private Priors() {}

  /**
   * One line for each algorithm, with values from 0.3 to 1.
   *
   * @param steps how many a plan has: 2 of a meeting, a trip's cities
   */
  static String of(int steps) {
    int counted = Math.min(steps, TripSolver.MOST_CITIES);
    return String.format(
        Locale.ROOT,
        "best_of_n: %.2f\ntree_of_thought: %.2f\nrebase: %.2f",
        0.8 - 0.03 * counted,
        0.5 + 0.03 * counted,
        0.5 + 0.02 * counted);
  }
}
