package dev.plangen.server.config;

/** Holds a configuration against its bounds, section by section. */
final class ConfigCheck {

  private ConfigCheck() {}

  static void check(String file, ServerConfig config) {
    var bounds = new Bounds(file);
    bounds.range("server.port", config.server().port(), 0, 65535);
    new ModelsCheck(bounds).check(config.models(), config.defaultModel());
    new ProfilesCheck(bounds).check(config.promptProfiles());
    new RemoteCheck(bounds).check(config.verifiers());
    var limits = new LimitsCheck(bounds);
    limits.check(config.limits());
    limits.check(config.retention());
    var telemetry = new TelemetryCheck(bounds);
    telemetry.check(config.telemetry());
    config.admin().ifPresent(telemetry::check);
  }
}
