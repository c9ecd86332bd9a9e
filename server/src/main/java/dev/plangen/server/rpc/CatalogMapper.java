package dev.plangen.server.rpc;

import dev.plangen.server.llm.Availability;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.Model;
import dev.plangen.v1.ModelState;

/** Tells which models a request may name. */
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
}
