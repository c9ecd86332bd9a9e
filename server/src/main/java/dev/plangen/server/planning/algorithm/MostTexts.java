package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.AlgorithmChoice;

/**
 * The most texts, each as long as a plan may be, that one update of a run can hold: the plans of
 * its result, or the steps of an expansion.
 */
public final class MostTexts {

  private MostTexts() {}

  /**
   * How many they are.
   *
   * @param choice within the bounds of requests
   */
  public static int of(AlgorithmChoice choice) {
    return switch (choice) {
      case AlgorithmChoice.BestOfN best -> best.candidates();
      case AlgorithmChoice.TreeOfThought tree ->
          Math.min(Harvest.MOST_PLANS, tree.maxExpansions() * tree.branching());
      case AlgorithmChoice.Rebase rebase -> Math.min(Harvest.MOST_PLANS, MostCalls.steps(rebase));
      // The best plan of each iteration; but each may expand a root.
      case AlgorithmChoice.Mixture mixture ->
          Math.max(1 + mixture.maxIterations(), Rebase.DEFAULT_WIDTH);
    };
  }
}
