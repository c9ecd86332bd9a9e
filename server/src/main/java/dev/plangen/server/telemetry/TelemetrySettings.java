package dev.plangen.server.telemetry;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where traces and metrics go.
 *
 * @param sampleRatio of the traces that callers have not decided about, 0 to 1
 * @param contents whether prompts and answers are part of the spans
 * @param resource what else is told of this server, by OpenTelemetry's names, beside its name and
 *     an id of its own; these too, if it has them
 */
public record TelemetrySettings(
    Optional<Otlp> otlp,
    Optional<InetSocketAddress> prometheus,
    double sampleRatio,
    Contents contents,
    Map<String, String> resource) {

  /**
   * A collector that speaks OTLP over HTTP.
   *
   * @param endpoint base URL, without {@code /v1/traces}
   * @param headers asked for each export
   * @param interval between exports of metrics
   * @param authorities certificates that vouch for it, PEM; those that Java trusts by default
   */
  public record Otlp(
      String endpoint,
      Supplier<Map<String, String>> headers,
      Duration interval,
      Optional<Path> authorities) {}
}
