package dev.plangen.server.rpc;

import dev.plangen.server.llm.Availability;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.planning.algorithm.BestOfN;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.AlgorithmParameter;
import dev.plangen.v1.ListAlgorithmsResponse;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.Model;
import dev.plangen.v1.ModelState;

/** Tells what a request may choose from. */
final class CatalogMapper {

  private CatalogMapper() {}

  static ListModelsResponse models(Models models) {
    return ListModelsResponse.newBuilder()
        .addAllModels(models.list().stream().map(CatalogMapper::model).toList())
        .setDefaultModel(models.defaultId())
        .build();
  }

  private static Model model(Models.Listing listing) {
    return Model.newBuilder()
        .setId(listing.id())
        .setProvider(listing.provider())
        .addAllUnsupportedSamplingFields(
            listing.unsupported().stream().map(SamplingParameter::fieldName).sorted().toList())
        .setState(state(listing.availability()))
        .build();
  }

  private static ModelState state(Availability availability) {
    return switch (availability) {
      case UNKNOWN -> ModelState.MODEL_STATE_UNSPECIFIED;
      case SERVING -> ModelState.MODEL_STATE_SERVING;
      case NOT_SERVING -> ModelState.MODEL_STATE_NOT_SERVING;
    };
  }

  static ListAlgorithmsResponse algorithms(RequestBounds bounds) {
    return ListAlgorithmsResponse.newBuilder()
        .addAlgorithms(bestOfN(bounds))
        .setDefaultAlgorithm("best_of_n")
        .build();
  }

  private static AlgorithmInfo bestOfN(RequestBounds bounds) {
    return AlgorithmInfo.newBuilder()
        .setName("best_of_n")
        .setDescription("Writes N plans at once, verifies each, and takes the best.")
        .addParameters(
            AlgorithmParameter.newBuilder()
                .setName("candidates")
                .setDescription(
                    "How many plans are written; more than 34 need a sampling.max_output_tokens"
                        + " below its default.")
                .setDefaultValue(bounds.usualCandidates())
                .setMinValue(1)
                .setMaxValue(Math.min(BestOfN.MOST_CANDIDATES, bounds.candidates())))
        // The constraints; and for each candidate a plan, a verdict and a repair question.
        .setMaxModelCalls(Math.min(1 + 3 * bounds.usualCandidates(), bounds.modelCalls()))
        .build();
  }
}
