package dev.plangen.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds what operators are told, and where, against its bounds. */
record TelemetryCheck(Bounds bounds) {

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+");

  void check(TelemetryConfig telemetry) {
    telemetry.otlp().ifPresent(this::check);
    telemetry
        .prometheus()
        .ifPresent(
            prometheus -> bounds.range("telemetry.prometheus.port", prometheus.port(), 1, 65535));
    bounds.range("telemetry.traces.sample_ratio", telemetry.traces().sampleRatio(), 0, 1);
    bounds.oneOf(
        "telemetry.logs.format",
        telemetry.logs().format().map(List::of).orElse(List.of()),
        List.of("text", "json"));
    bounds.oneOf(
        "telemetry.logs.level",
        telemetry.logs().level().map(List::of).orElse(List.of()),
        List.of("error", "warn", "info", "debug"));
  }

  private void check(OtlpConfig otlp) {
    Optional<URI> endpoint = otlp.endpoint().flatMap(TelemetryCheck::url);
    bounds.require(
        endpoint.isPresent(),
        "telemetry.otlp.endpoint",
        "must be given, as a URL of OTLP over HTTP without a path, like http://127.0.0.1:4318");
    bounds.range("telemetry.otlp.interval_seconds", otlp.intervalSeconds(), 1, 3600);
    for (int i = 0; i < otlp.headers().size(); i++) {
      check("telemetry.otlp.headers[" + i + "]", otlp.headers().get(i));
    }
    bounds.require(
        otlp.headers().isEmpty() || Loopback.protects(endpoint.orElseThrow()),
        "telemetry.otlp.headers",
        "must not be given where endpoint is http:// and on another machine: they would go over"
            + " the network unprotected; use https://");
  }

  private void check(String key, OtlpConfig.HeaderConfig header) {
    bounds.require(
        header.name().filter(name -> HEADER.matcher(name).matches()).isPresent(),
        key + ".name",
        "must be given, of letters, digits and hyphens");
    bounds.require(
        header.valueEnv().isPresent() != header.valueFile().isPresent(),
        key,
        "must have either value_env or value_file");
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      return Optional.of(url)
          .filter(u -> u.getHost() != null && Set.of("http", "https").contains(u.getScheme()))
          .filter(u -> u.getPath().isEmpty() || u.getPath().equals("/"))
          .filter(u -> u.getQuery() == null && u.getFragment() == null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
