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
    Optional<AuthConfig> auth,
    Optional<String> defaultModel,
    List<ModelConfig> models,
    List<ProfileConfig> promptProfiles,
    List<VerifierConfig> verifiers,
    LimitsConfig limits,
    RetentionConfig retention,
    DrainConfig drain,
    QuotasConfig quotas,
    TelemetryConfig telemetry,
    Optional<AdminConfig> admin) {

  /** Without a file. */
  public static final ServerConfig DEFAULT =
      new ServerConfig(
          ListenConfig.DEFAULT,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          LimitsConfig.DEFAULT,
          RetentionConfig.DEFAULT,
          DrainConfig.DEFAULT,
          QuotasConfig.NONE,
          TelemetryConfig.DEFAULT,
          Optional.empty());

  public ServerConfig {
    models = models == null ? List.of() : List.copyOf(models);
    promptProfiles = promptProfiles == null ? List.of() : List.copyOf(promptProfiles);
    verifiers = verifiers == null ? List.of() : List.copyOf(verifiers);
    server = server == null ? ListenConfig.DEFAULT : server;
    limits = limits == null ? LimitsConfig.DEFAULT : limits;
    retention = retention == null ? RetentionConfig.DEFAULT : retention;
    drain = drain == null ? DrainConfig.DEFAULT : drain;
    quotas = quotas == null ? QuotasConfig.NONE : quotas;
    telemetry = telemetry == null ? TelemetryConfig.DEFAULT : telemetry;
  }

  /** The same with other models and verifiers. */
  public ServerConfig offering(
      Optional<String> otherDefault,
      List<ModelConfig> otherModels,
      List<VerifierConfig> otherVerifiers) {
    return new ServerConfig(
        server,
        auth,
        otherDefault,
        otherModels,
        promptProfiles,
        otherVerifiers,
        limits,
        retention,
        drain,
        quotas,
        telemetry,
        admin);
  }

  /** The same with other settings of where to listen. */
  public ServerConfig listening(ListenConfig listen) {
    return new ServerConfig(
        listen,
        auth,
        defaultModel,
        models,
        promptProfiles,
        verifiers,
        limits,
        retention,
        drain,
        quotas,
        telemetry,
        admin);
  }
}
