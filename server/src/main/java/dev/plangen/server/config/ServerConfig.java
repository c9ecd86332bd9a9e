package dev.plangen.server.config;

import java.util.List;
import java.util.Optional;

/**
 * The configuration file. See {@code docs/configuration.md}.
 *
 * @param defaultModel id of the model that serves requests that name none; the first one if empty
 * @param admin where operators look into the server; nowhere if empty
 */
public record ServerConfig(
    ListenConfig server,
    Optional<String> defaultModel,
    List<ModelConfig> models,
    List<ProfileConfig> promptProfiles,
    List<VerifierConfig> verifiers,
    LimitsConfig limits,
    RetentionConfig retention,
    TelemetryConfig telemetry,
    Optional<AdminConfig> admin) {

  public ServerConfig {
    models = models == null ? List.of() : List.copyOf(models);
    promptProfiles = promptProfiles == null ? List.of() : List.copyOf(promptProfiles);
    verifiers = verifiers == null ? List.of() : List.copyOf(verifiers);
    server = server == null ? ListenConfig.DEFAULT : server;
    limits = limits == null ? LimitsConfig.DEFAULT : limits;
    retention = retention == null ? RetentionConfig.DEFAULT : retention;
    telemetry = telemetry == null ? TelemetryConfig.DEFAULT : telemetry;
  }
}
