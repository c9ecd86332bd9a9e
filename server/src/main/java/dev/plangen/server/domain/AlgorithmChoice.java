package dev.plangen.server.domain;

/** Which inference algorithm a solve uses, with its parameters. */
public sealed interface AlgorithmChoice {

  /** As in {@code plangen.v1.Algorithm}: the name of its field. */
  String name();

  /**
   * Best of N (PlanGEN section 2.2).
   *
   * @param candidates how many plans are written, 1 to 64
   * @param parallelism how many are under way at once, 1 to 64
   * @param acceptFirstVerified whether to stop at the first that is verified
   */
  record BestOfN(int candidates, int parallelism, boolean acceptFirstVerified)
      implements AlgorithmChoice {

    public static final String NAME = "best_of_n";

    /** All at once, and all of them. */
    public static BestOfN of(int candidates) {
      return new BestOfN(candidates, candidates, false);
    }

    @Override
    public String name() {
      return NAME;
    }
  }

  /**
   * Tree of Thought (PlanGEN section 2.2).
   *
   * @param branching how many steps continue one beginning, 1 to 10
   * @param maxDepth how many steps a plan may have, 1 to 30
   * @param maxExpansions how many beginnings are continued, 1 to 100
   */
  record TreeOfThought(int branching, int maxDepth, int maxExpansions) implements AlgorithmChoice {

    public static final String NAME = "tree_of_thought";

    @Override
    public String name() {
      return NAME;
    }
  }

  /**
   * REBASE, reward-balanced search (PlanGEN section 2.2).
   *
   * @param width how many first steps are written, 1 to 20; each level has one less
   * @param maxDepth how many steps a plan may have, 1 to 20
   */
  record Rebase(int width, int maxDepth) implements AlgorithmChoice {

    public static final String NAME = "rebase";

    @Override
    public String name() {
      return NAME;
    }
  }

  /**
   * Mixture of Algorithms (PlanGEN sections 2.1.3 and 2.2).
   *
   * @param maxIterations how many plans are made after the first, 1 to 20
   */
  record Mixture(
      int maxIterations, double priorWeight, double diversityWeight, double recoveryWeight)
      implements AlgorithmChoice {

    public static final String NAME = "mixture";

    @Override
    public String name() {
      return NAME;
    }
  }
}
