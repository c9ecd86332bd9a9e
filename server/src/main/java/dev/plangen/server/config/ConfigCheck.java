package dev.plangen.server.config;

/** Holds a configuration against its bounds, section by section. */
final class ConfigCheck {

  private ConfigCheck() {}

  static void check(String file, ServerConfig config) {
    var bounds = new Bounds(file);
    new ListenCheck(bounds).check(config.server(), config.limits());
    new AccessCheck(bounds).check(config.server(), config.auth());
    new ModelsCheck(bounds).check(config.models(), config.defaultModel());
    new ProfilesCheck(bounds).check(config.promptProfiles());
    new RemoteCheck(bounds).check(config.verifiers());
    var limits = new LimitsCheck(bounds);
    limits.check(config.limits());
    limits.check(config.retention());
    new DrainCheck(bounds).check(config.drain());
    new QuotasCheck(bounds).check(config.quotas());
    new TelemetryCheck(bounds).check(config.telemetry());
    config.admin().ifPresent(new AdminCheck(bounds)::check);
  }
}
