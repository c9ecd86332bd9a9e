package dev.plangen.server.telemetry;

import dev.plangen.server.domain.ModelKind;
import java.util.Optional;

/**
 * A model as metrics know it.
 *
 * @param id as configured; of a model that is served by a family, that of the family: callers
 *     invent names without end
 * @param provider as OpenTelemetry's conventions for generative models call it
 */
record ModelLabel(String id, String provider) {

  /** Of a model that is served by this. */
  static ModelLabel of(Optional<ModelKind> kind) {
    return kind.map(ModelLabel::of).orElseGet(() -> new ModelLabel("unknown", "unknown"));
  }

  private static ModelLabel of(ModelKind kind) {
    return new ModelLabel(
        kind.id(),
        switch (kind.provider()) {
          case "azure" -> "azure.ai.openai";
          case "bedrock" -> "aws.bedrock";
          case "gemini" -> "gcp.gemini";
          default -> kind.provider();
        });
  }
}
