package dev.plangen.server.rpc;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.planning.algorithm.BestOfN;
import dev.plangen.server.planning.algorithm.Mixture;
import dev.plangen.server.planning.algorithm.MostCalls;
import dev.plangen.server.planning.algorithm.Rebase;
import dev.plangen.server.planning.algorithm.TreeOfThought;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.AlgorithmParameter;
import dev.plangen.v1.ListAlgorithmsResponse;

/** Tells which algorithms a request may choose, as this server bounds them. */
final class AlgorithmCatalog {

  private AlgorithmCatalog() {}

  static ListAlgorithmsResponse of(RequestBounds bounds) {
    return ListAlgorithmsResponse.newBuilder()
        .addAlgorithms(bestOfN(bounds))
        .addAlgorithms(treeOfThought(bounds))
        .addAlgorithms(rebase(bounds))
        .addAlgorithms(mixture(bounds))
        .setDefaultAlgorithm(AlgorithmChoice.BestOfN.NAME)
        .build();
  }

  private static AlgorithmInfo.Builder bestOfN(RequestBounds bounds) {
    int candidates = bounds.usualCandidates();
    return info(
            AlgorithmChoice.BestOfN.of(candidates),
            "Writes N plans, verifies each, and takes the best.",
            bounds)
        .addParameters(
            parameter(
                "candidates",
                "How many plans are written; more than 34 need a sampling.max_output_tokens below"
                    + " its default.",
                candidates,
                1,
                bounds.candidates()))
        .addParameters(
            parameter(
                "parallelism",
                "How many of them are under way at once; by default all.",
                candidates,
                1,
                BestOfN.MOST_CANDIDATES))
        .addParameters(
            parameter(
                "accept_first_verified",
                "Whether to stop at the first plan that is verified.",
                0,
                0,
                1));
  }

  private static AlgorithmInfo.Builder treeOfThought(RequestBounds bounds) {
    return info(
            TreeOfThought.DEFAULT,
            "Writes plans step by step, always continuing the most promising beginning, until a"
                + " plan is verified.",
            bounds)
        .addParameters(
            parameter(
                "branching",
                "How many steps continue one beginning.",
                TreeOfThought.DEFAULT_BRANCHING,
                1,
                TreeOfThought.MOST_BRANCHING))
        .addParameters(
            parameter(
                "max_depth",
                "How many steps a plan may have.",
                TreeOfThought.DEFAULT_MAX_DEPTH,
                1,
                TreeOfThought.MOST_DEPTH))
        .addParameters(
            parameter(
                "max_expansions",
                "How many beginnings are continued.",
                TreeOfThought.DEFAULT_MAX_EXPANSIONS,
                1,
                TreeOfThought.MOST_EXPANSIONS));
  }

  private static AlgorithmInfo.Builder rebase(RequestBounds bounds) {
    return info(
            Rebase.DEFAULT,
            "Writes plans step by step, level by level, each level's width divided among the"
                + " beginnings by their rewards, until a plan is verified.",
            bounds)
        .addParameters(
            parameter(
                "width",
                "How many first steps are written; each level has one less.",
                Rebase.DEFAULT_WIDTH,
                1,
                Rebase.MOST_WIDTH))
        .addParameters(
            parameter(
                "max_depth",
                "How many steps a plan may have.",
                Rebase.DEFAULT_MAX_DEPTH,
                1,
                Rebase.MOST_DEPTH));
  }

  private static AlgorithmInfo.Builder mixture(RequestBounds bounds) {
    return info(
            Mixture.DEFAULT,
            "Writes a plan; until one is verified, an algorithm chosen by a modified upper"
                + " confidence bound makes another, told what was wrong with the best so far.",
            bounds)
        .addParameters(
            parameter(
                "max_iterations",
                "How many algorithms are run after the first plan.",
                Mixture.DEFAULT_MAX_ITERATIONS,
                1,
                Mixture.MOST_ITERATIONS))
        .addParameters(
            weight(
                "prior_weight",
                "Weight of the model's own expectation, lambda_prior.",
                Mixture.DEFAULT_PRIOR_WEIGHT))
        .addParameters(
            weight(
                "diversity_weight",
                "Weight of having been chosen seldom, alpha_diversity.",
                Mixture.DEFAULT_DIVERSITY_WEIGHT))
        .addParameters(
            weight(
                "recovery_weight",
                "Weight of having improved after a failure, alpha_recovery.",
                Mixture.DEFAULT_RECOVERY_WEIGHT));
  }

  private static AlgorithmInfo.Builder info(
      AlgorithmChoice choice, String description, RequestBounds bounds) {
    // One more: the constraints.
    return AlgorithmInfo.newBuilder()
        .setName(choice.name())
        .setDescription(description)
        .setMaxModelCalls(Math.min(1 + MostCalls.of(choice), bounds.modelCalls()));
  }

  private static AlgorithmParameter weight(String name, String description, double usual) {
    return parameter(name, description, usual, 0, Mixture.MOST_WEIGHT);
  }

  private static AlgorithmParameter parameter(
      String name, String description, double usual, double least, double most) {
    return AlgorithmParameter.newBuilder()
        .setName(name)
        .setDescription(description)
        .setDefaultValue(usual)
        .setMinValue(least)
        .setMaxValue(most)
        .build();
  }
}
