package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.AlgorithmChoice;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The most calls that an algorithm can ask of models where the model is the judge and every verdict
 * has to be asked for twice. Retries are not counted, nor is the extraction of constraints.
 */
public final class MostCalls {

  /** A verdict, and the question for its score. */
  private static final long VERIFICATION = 2;

  /** What a step takes: it is written, rewarded, asked for completeness, and perhaps verified. */
  private static final long STEP = 3 + VERIFICATION;

  private MostCalls() {}

  public static long of(AlgorithmChoice choice) {
    return switch (choice) {
      case AlgorithmChoice.BestOfN best -> best.candidates() * (1 + VERIFICATION);
      case AlgorithmChoice.TreeOfThought tree ->
          (long) tree.maxExpansions() * tree.branching() * STEP;
      case AlgorithmChoice.Rebase rebase -> steps(rebase) * STEP;
      case AlgorithmChoice.Mixture mixture -> of(mixture);
    };
  }

  /** Each level has one step less than the one before. */
  static int steps(AlgorithmChoice.Rebase rebase) {
    return IntStream.range(0, Math.min(rebase.maxDepth(), rebase.width()))
        .map(level -> rebase.width() - level)
        .sum();
  }

  /** The first plan, the priors, and the dearest algorithm again and again. */
  private static long of(AlgorithmChoice.Mixture mixture) {
    long dearest =
        LongStream.of(of(BestOfN.DEFAULT), of(TreeOfThought.DEFAULT), of(Rebase.DEFAULT))
            .max()
            .orElseThrow();
    return of(AlgorithmChoice.BestOfN.of(1)) + 1 + mixture.maxIterations() * dearest;
  }
}
