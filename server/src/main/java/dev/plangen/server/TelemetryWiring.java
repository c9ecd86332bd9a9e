package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.LogsConfig;
import dev.plangen.server.config.OtlpConfig;
import dev.plangen.server.config.PrometheusConfig;
import dev.plangen.server.config.TelemetryConfig;
import dev.plangen.server.config.TracesConfig;
import dev.plangen.server.files.UnusableFileException;
import dev.plangen.server.telemetry.Contents;
import dev.plangen.server.telemetry.LogOutput;
import dev.plangen.server.telemetry.Telemetry;
import dev.plangen.server.telemetry.TelemetrySettings;
import dev.plangen.server.tls.TlsFiles;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what tells operators of the server. */
final class TelemetryWiring {

  private static final String HEADER = "A header of telemetry.otlp takes its value";

  /** OpenTelemetry's own. */
  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";

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
    TelemetrySettings settings = settings(config);
    try {
      return new OpenTelemetryInstrumentation(Telemetry.open(settings), settings.contents());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("telemetry: " + e.getMessage() + ".");
    }
  }

  /**
   * Makes sure that it could be done, as far as that can be told without opening a port.
   *
   * @throws ConfigException if it can't
   */
  void check(TelemetryConfig config) {
    var _ = settings(config);
  }

  private TelemetrySettings settings(TelemetryConfig config) {
    return new TelemetrySettings(
        config.otlp().map(this::otlp),
        config.prometheus().map(TelemetryWiring::address),
        config.traces().sampleRatio().orElse(TracesConfig.DEFAULT_SAMPLE_RATIO),
        config.traces().content().orElse(TracesConfig.DEFAULT_CONTENT)
            ? Contents.SHOWN
            : Contents.HIDDEN,
        resource());
  }

  /** The variable has the form of W3C's baggage: {@code name=value,…}, percent-encoded. */
  private Map<String, String> resource() {
    Map<String, String> resource = new HashMap<>();
    resource.put("service.version", Main.VERSION);
    Context given =
        W3CBaggagePropagator.getInstance()
            .extract(
                Context.root(),
                secrets.find(RESOURCE).orElse(""),
                new TextMapGetter<>() {
                  @Override
                  public Iterable<String> keys(String variable) {
                    return List.of("baggage");
                  }

                  @Override
                  public String get(@Nullable String variable, String name) {
                    return variable == null ? "" : variable;
                  }
                });
    Baggage.fromContext(given).forEach((name, value) -> resource.put(name, value.getValue()));
    return resource;
  }

  private TelemetrySettings.Otlp otlp(OtlpConfig config) {
    return new TelemetrySettings.Otlp(
        config.endpoint().orElseThrow().replaceFirst("/$", ""),
        headers(config),
        Duration.ofSeconds(config.intervalSeconds().orElse(OtlpConfig.DEFAULT_INTERVAL_SECONDS)),
        config.caFile().map(Path::of).map(TelemetryWiring::authorities));
  }

  /** Read here to find what is wrong with it before the exporters do, which tell it badly. */
  private static Path authorities(Path file) {
    try {
      new TlsFiles(Optional.empty(), Optional.of(file)).close();
      return file;
    } catch (UnusableFileException e) {
      throw new ConfigException("telemetry.otlp.ca_file: " + e.getMessage() + ".");
    }
  }

  /** As their files are at the time. */
  private Supplier<Map<String, String>> headers(OtlpConfig config) {
    Map<String, Supplier<String>> values = new HashMap<>();
    config.headers().forEach(header -> values.put(header.name().orElseThrow(), value(header)));
    return () ->
        values.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, value -> value.getValue().get()));
  }

  private Supplier<String> value(OtlpConfig.HeaderConfig header) {
    if (header.valueFile().isPresent()) {
      return Secrets.ofFile(HEADER, Path.of(header.valueFile().get()));
    }
    String value = secrets.ofVariable(HEADER, header.valueEnv().orElseThrow());
    return () -> value;
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
