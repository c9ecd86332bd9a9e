package dev.plangen.server.telemetry;

/**
 * A model as metrics know it.
 *
 * @param id as configured; of a model that is served by a family, that of the family: callers
 *     invent names without end
 * @param provider as OpenTelemetry's conventions for generative models call it
 */
public record ModelLabel(String id, String provider) {

  /**
   * Of a model that this adapter serves.
   *
   * @param adapter as in {@code models[].provider}
   */
  public static ModelLabel of(String id, String adapter) {
    return new ModelLabel(
        id,
        switch (adapter) {
          case "azure" -> "azure.ai.openai";
          case "bedrock" -> "aws.bedrock";
          case "gemini" -> "gcp.gemini";
          default -> adapter;
        });
  }
}
