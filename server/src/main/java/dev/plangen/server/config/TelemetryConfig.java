package dev.plangen.server.config;

import java.util.Optional;

/**
 * What the server tells operators of itself, and where. Nothing but log lines by default.
 *
 * @param otlp a collector of traces and metrics
 * @param prometheus where Prometheus may collect metrics
 */
public record TelemetryConfig(
    Optional<OtlpConfig> otlp,
    Optional<PrometheusConfig> prometheus,
    TracesConfig traces,
    LogsConfig logs) {

  public static final TelemetryConfig DEFAULT =
      new TelemetryConfig(
          Optional.empty(), Optional.empty(), TracesConfig.DEFAULT, LogsConfig.DEFAULT);

  public TelemetryConfig {
    traces = traces == null ? TracesConfig.DEFAULT : traces;
    logs = logs == null ? LogsConfig.DEFAULT : logs;
  }
}
