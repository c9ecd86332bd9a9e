package dev.plangen.server.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, and what it takes of those that connect.
 *
 * @param host a name or address; 127.0.0.1 by default
 * @param port 0 to 65535, 0 for any free one; 9090 by default
 * @param plaintext whether there is no TLS off the loopback either; false by default
 * @param tls files of the server's TLS; none by default
 * @param maxConnections open at once, 1 to 1,000,000
 * @param maxStreamsPerConnection calls open at once on one connection, 1 to 1,000,000
 * @param maxMetadataBytes of a call's headers, 4,096 to 1,048,576
 * @param maxResetsPerSecond of calls on one connection, 1 to 100,000
 * @param maxConnectionAgeSeconds 0 to 2,592,000; 0 for any age
 * @param maxConnectionAgeGraceSeconds from the longest run to 2,592,000
 * @param maxConnectionIdleSeconds 0 to 2,592,000; 0 for any time
 * @param handshakeTimeoutSeconds 1 to 600
 */
public record ListenConfig(
    Optional<String> host,
    Optional<Integer> port,
    Optional<Boolean> plaintext,
    Optional<ServerTlsConfig> tls,
    Optional<Integer> maxConnections,
    Optional<Integer> maxStreamsPerConnection,
    Optional<Integer> maxMetadataBytes,
    Optional<Integer> maxResetsPerSecond,
    Optional<Integer> maxConnectionAgeSeconds,
    Optional<Integer> maxConnectionAgeGraceSeconds,
    Optional<Integer> maxConnectionIdleSeconds,
    Optional<Integer> handshakeTimeoutSeconds) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 9090;
  public static final int DEFAULT_MAX_CONNECTIONS = 10_000;
  public static final int DEFAULT_MAX_STREAMS_PER_CONNECTION = 1000;
  public static final int DEFAULT_MAX_METADATA_BYTES = 16_384;
  public static final int DEFAULT_MAX_RESETS_PER_SECOND = 200;
  public static final int DEFAULT_MAX_CONNECTION_AGE_SECONDS = 3600;
  public static final int DEFAULT_MAX_CONNECTION_IDLE_SECONDS = 900;
  public static final int DEFAULT_HANDSHAKE_TIMEOUT_SECONDS = 10;

  /** For what remains to be read of a run that has taken its longest. */
  private static final int READING_SECONDS = 60;

  public static final ListenConfig DEFAULT =
      new ListenConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The same with the grace that {@code limits} ask for. */
  public ListenConfig within(LimitsConfig limits) {
    return new ListenConfig(
        host,
        port,
        plaintext,
        tls,
        maxConnections,
        maxStreamsPerConnection,
        maxMetadataBytes,
        maxResetsPerSecond,
        maxConnectionAgeSeconds,
        Optional.of(connectionAgeGraceSeconds(limits)),
        maxConnectionIdleSeconds,
        handshakeTimeoutSeconds);
  }

  /** By default as long as the longest run, and a minute. */
  public int connectionAgeGraceSeconds(LimitsConfig limits) {
    return maxConnectionAgeGraceSeconds.orElse(limits.longestRunSeconds() + READING_SECONDS);
  }

  /** The same elsewhere, where that is given. */
  public ListenConfig at(@Nullable String otherHost, @Nullable Integer otherPort) {
    return new ListenConfig(
        Optional.ofNullable(otherHost).or(() -> host),
        Optional.ofNullable(otherPort).or(() -> port),
        plaintext,
        tls,
        maxConnections,
        maxStreamsPerConnection,
        maxMetadataBytes,
        maxResetsPerSecond,
        maxConnectionAgeSeconds,
        maxConnectionAgeGraceSeconds,
        maxConnectionIdleSeconds,
        handshakeTimeoutSeconds);
  }
}
