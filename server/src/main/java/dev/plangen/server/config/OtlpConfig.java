package dev.plangen.server.config;

import java.util.List;
import java.util.Optional;

/**
 * A collector that speaks OTLP over HTTP.
 *
 * @param endpoint base URL, for example {@code http://127.0.0.1:4318}
 * @param headers sent with every export
 * @param caFile certificates that vouch for it, PEM; those that Java trusts by default
 * @param intervalSeconds between exports of metrics, 1 to 3,600; 60 by default
 */
public record OtlpConfig(
    Optional<String> endpoint,
    List<HeaderConfig> headers,
    Optional<String> caFile,
    Optional<Integer> intervalSeconds) {

  public static final int DEFAULT_INTERVAL_SECONDS = 60;

  public OtlpConfig {
    headers = headers == null ? List.of() : List.copyOf(headers);
  }

  /**
   * A header, whose value is a secret.
   *
   * @param valueEnv name of the environment variable that holds it
   * @param valueFile file that holds it, instead; read again for each export
   */
  public record HeaderConfig(
      Optional<String> name, Optional<String> valueEnv, Optional<String> valueFile) {}
}
