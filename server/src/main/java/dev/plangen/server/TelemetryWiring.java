package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.LogsConfig;
import dev.plangen.server.config.OtlpConfig;
import dev.plangen.server.config.PrometheusConfig;
import dev.plangen.server.config.TelemetryConfig;
import dev.plangen.server.config.TracesConfig;
import dev.plangen.server.telemetry.Contents;
import dev.plangen.server.telemetry.LogOutput;
import dev.plangen.server.telemetry.Telemetry;
import dev.plangen.server.telemetry.TelemetrySettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes what tells operators of the server. */
final class TelemetryWiring {

  private static final String HEADER = "A header of telemetry.otlp takes its value";

  private final Secrets secrets;

  TelemetryWiring(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Makes log lines look as configured. */
  static void logs(LogsConfig config) {
    LogOutput.use(
        config.isJson() ? LogOutput.Format.JSON : LogOutput.Format.TEXT,
        config.level().orElse(LogsConfig.DEFAULT_LEVEL));
  }

  /** As configured; nothing where nobody is to be told. */
  Instrumentation instrumentation(TelemetryConfig config) {
    if (config.otlp().isEmpty() && config.prometheus().isEmpty()) {
      return Instrumentation.NONE;
    }
    Contents contents = config.traces().content().orElse(false) ? Contents.SHOWN : Contents.HIDDEN;
    var settings =
        new TelemetrySettings(
            config.otlp().map(this::otlp),
            config.prometheus().map(TelemetryWiring::address),
            config.traces().sampleRatio().orElse(TracesConfig.DEFAULT_SAMPLE_RATIO),
            contents);
    try {
      return new OpenTelemetryInstrumentation(Telemetry.open(settings), contents);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("telemetry: " + e.getMessage() + ".");
    }
  }

  private TelemetrySettings.Otlp otlp(OtlpConfig config) {
    return new TelemetrySettings.Otlp(
        config.endpoint().orElseThrow().replaceFirst("/$", ""),
        headers(config),
        Duration.ofSeconds(config.intervalSeconds().orElse(OtlpConfig.DEFAULT_INTERVAL_SECONDS)),
        config.caFile().map(Path::of));
  }

  /** Those of files are read each time, so that a changed one counts from the next export on. */
  private Supplier<Map<String, String>> headers(OtlpConfig config) {
    Supplier<Map<String, String>> all =
        () -> {
          Map<String, String> headers = new HashMap<>();
          config
              .headers()
              .forEach(header -> headers.put(header.name().orElseThrow(), value(header)));
          return headers;
        };
    // So that what is missing is told at the start.
    var _ = all.get();
    return all;
  }

  private String value(OtlpConfig.HeaderConfig header) {
    return header
        .valueFile()
        .map(file -> Secrets.ofFile(HEADER, Path.of(file)))
        .orElseGet(() -> secrets.ofVariable(HEADER, header.valueEnv().orElseThrow()));
  }

  private static InetSocketAddress address(PrometheusConfig config) {
    String host = config.host().orElse(PrometheusConfig.DEFAULT_HOST);
    return Optional.of(
            new InetSocketAddress(host, config.port().orElse(PrometheusConfig.DEFAULT_PORT)))
        .filter(at -> !at.isUnresolved())
        .orElseThrow(
            () ->
                new ConfigException(
                    "The host " + host + " can't be resolved; check telemetry.prometheus.host."));
  }
}
