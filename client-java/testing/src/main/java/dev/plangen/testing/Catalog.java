package dev.plangen.testing;

import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.ListAlgorithmsResponse;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.Model;
import dev.plangen.v1.ModelState;

/** What can be asked for, unless the test answers otherwise. */
final class Catalog {

  /** The default model. */
  static final String MODEL = "test/model";

  static final ListModelsResponse MODELS =
      ListModelsResponse.newBuilder()
          .addModels(
              Model.newBuilder()
                  .setId(MODEL)
                  .setProvider("offline")
                  .setState(ModelState.MODEL_STATE_SERVING))
          .setDefaultModel(MODEL)
          .build();

  static final ListAlgorithmsResponse ALGORITHMS =
      ListAlgorithmsResponse.newBuilder()
          .addAlgorithms(
              AlgorithmInfo.newBuilder()
                  .setName("best_of_n")
                  .setDescription("Several plans, each verified; the highest score wins.")
                  .setMaxModelCalls(16))
          .setDefaultAlgorithm("best_of_n")
          .build();

  private Catalog() {}
}
