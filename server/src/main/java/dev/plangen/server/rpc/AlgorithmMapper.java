package dev.plangen.server.rpc;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.planning.algorithm.BestOfN;
import dev.plangen.server.planning.algorithm.Mixture;
import dev.plangen.server.planning.algorithm.Rebase;
import dev.plangen.server.planning.algorithm.TreeOfThought;
import dev.plangen.v1.Algorithm;

/** Reads which algorithm a request chooses, and tells it again. */
final class AlgorithmMapper {

  private AlgorithmMapper() {}

  /** The algorithm, with every default filled in. */
  static AlgorithmChoice choice(Violations violations, Algorithm algorithm, RequestBounds bounds) {
    return switch (algorithm.getKindCase()) {
      case BEST_OF_N -> bestOfN(violations, algorithm.getBestOfN(), bounds);
      case TREE_OF_THOUGHT -> treeOfThought(violations, algorithm.getTreeOfThought());
      case REBASE -> rebase(violations, algorithm.getRebase());
      case MIXTURE -> mixture(violations, algorithm.getMixture());
      case KIND_NOT_SET -> bestOfN(violations, dev.plangen.v1.BestOfN.getDefaultInstance(), bounds);
    };
  }

  private static AlgorithmChoice bestOfN(
      Violations violations, dev.plangen.v1.BestOfN given, RequestBounds bounds) {
    int candidates = given.hasCandidates() ? given.getCandidates() : bounds.usualCandidates();
    violations.requireRange("algorithm.best_of_n.candidates", candidates, 1, bounds.candidates());
    int parallelism = given.hasParallelism() ? given.getParallelism() : Math.max(1, candidates);
    if (given.hasParallelism()) {
      violations.requireRange(
          "algorithm.best_of_n.parallelism", parallelism, 1, BestOfN.MOST_CANDIDATES);
    }
    return new AlgorithmChoice.BestOfN(candidates, parallelism, given.getAcceptFirstVerified());
  }

  private static AlgorithmChoice treeOfThought(
      Violations violations, dev.plangen.v1.TreeOfThought given) {
    int branching = given.hasBranching() ? given.getBranching() : TreeOfThought.DEFAULT_BRANCHING;
    int maxDepth = given.hasMaxDepth() ? given.getMaxDepth() : TreeOfThought.DEFAULT_MAX_DEPTH;
    int maxExpansions =
        given.hasMaxExpansions() ? given.getMaxExpansions() : TreeOfThought.DEFAULT_MAX_EXPANSIONS;
    String path = "algorithm.tree_of_thought.";
    violations.requireRange(path + "branching", branching, 1, TreeOfThought.MOST_BRANCHING);
    violations.requireRange(path + "max_depth", maxDepth, 1, TreeOfThought.MOST_DEPTH);
    violations.requireRange(
        path + "max_expansions", maxExpansions, 1, TreeOfThought.MOST_EXPANSIONS);
    return new AlgorithmChoice.TreeOfThought(branching, maxDepth, maxExpansions);
  }

  private static AlgorithmChoice rebase(Violations violations, dev.plangen.v1.Rebase given) {
    int width = given.hasWidth() ? given.getWidth() : Rebase.DEFAULT_WIDTH;
    int maxDepth = given.hasMaxDepth() ? given.getMaxDepth() : Rebase.DEFAULT_MAX_DEPTH;
    violations.requireRange("algorithm.rebase.width", width, 1, Rebase.MOST_WIDTH);
    violations.requireRange("algorithm.rebase.max_depth", maxDepth, 1, Rebase.MOST_DEPTH);
    return new AlgorithmChoice.Rebase(width, maxDepth);
  }

  private static AlgorithmChoice mixture(Violations violations, dev.plangen.v1.Mixture given) {
    int maxIterations =
        given.hasMaxIterations() ? given.getMaxIterations() : Mixture.DEFAULT_MAX_ITERATIONS;
    String path = "algorithm.mixture.";
    violations.requireRange(path + "max_iterations", maxIterations, 1, Mixture.MOST_ITERATIONS);
    return new AlgorithmChoice.Mixture(
        maxIterations,
        weight(
            violations,
            path + "prior_weight",
            given.hasPriorWeight() ? given.getPriorWeight() : Mixture.DEFAULT_PRIOR_WEIGHT),
        weight(
            violations,
            path + "diversity_weight",
            given.hasDiversityWeight()
                ? given.getDiversityWeight()
                : Mixture.DEFAULT_DIVERSITY_WEIGHT),
        weight(
            violations,
            path + "recovery_weight",
            given.hasRecoveryWeight()
                ? given.getRecoveryWeight()
                : Mixture.DEFAULT_RECOVERY_WEIGHT));
  }

  private static double weight(Violations violations, String field, double value) {
    // Written so that NaN is refused too.
    if (!(value >= 0 && value <= Mixture.MOST_WEIGHT)) {
      violations.add(field, "must be 0 to " + (int) Mixture.MOST_WEIGHT + ", and is " + value);
    }
    return value;
  }

  /** As {@code Run} shows it. */
  static Algorithm message(AlgorithmChoice choice) {
    Algorithm.Builder algorithm = Algorithm.newBuilder();
    switch (choice) {
      case AlgorithmChoice.BestOfN best ->
          algorithm.setBestOfN(
              dev.plangen.v1.BestOfN.newBuilder()
                  .setCandidates(best.candidates())
                  .setParallelism(best.parallelism())
                  .setAcceptFirstVerified(best.acceptFirstVerified()));
      case AlgorithmChoice.TreeOfThought tree ->
          algorithm.setTreeOfThought(
              dev.plangen.v1.TreeOfThought.newBuilder()
                  .setBranching(tree.branching())
                  .setMaxDepth(tree.maxDepth())
                  .setMaxExpansions(tree.maxExpansions()));
      case AlgorithmChoice.Rebase rebase ->
          algorithm.setRebase(
              dev.plangen.v1.Rebase.newBuilder()
                  .setWidth(rebase.width())
                  .setMaxDepth(rebase.maxDepth()));
      case AlgorithmChoice.Mixture mixture ->
          algorithm.setMixture(
              dev.plangen.v1.Mixture.newBuilder()
                  .setMaxIterations(mixture.maxIterations())
                  .setPriorWeight(mixture.priorWeight())
                  .setDiversityWeight(mixture.diversityWeight())
                  .setRecoveryWeight(mixture.recoveryWeight()));
    }
    return algorithm.build();
  }
}
