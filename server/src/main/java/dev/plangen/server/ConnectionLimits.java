package dev.plangen.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.plangen.server.config.LimitsConfig;
import dev.plangen.server.config.ListenConfig;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * What peers may ask of the transport, whoever they are and whatever they send.
 *
 * @param connections open at once, 1 or more
 * @param streams open at once on one connection, 1 or more
 * @param metadataBytes of the headers of a call, as HTTP/2 counts them, 1 or more
 * @param resetsPerSecond of streams on one connection, on average over {@link #RESET_WINDOW}
 * @param age after which a connection is asked to go, so that clients spread anew; empty for never
 * @param ageGrace for the calls of one that was asked to go
 * @param idle after which a connection without calls is asked to go; empty for never
 * @param handshake for TLS and the first frames of HTTP/2; from then on a connection without calls
 *     is idle
 */
public record ConnectionLimits(
    int connections,
    int streams,
    int metadataBytes,
    int resetsPerSecond,
    Optional<Duration> age,
    Duration ageGrace,
    Optional<Duration> idle,
    Duration handshake) {

  /** Long enough for a burst of cancels, as when a batch is given up. */
  private static final Duration RESET_WINDOW = Duration.ofSeconds(10);

  /** Without a configuration file. */
  public static final ConnectionLimits DEFAULT = of(ListenConfig.DEFAULT, LimitsConfig.DEFAULT);

  /** As configured. */
  public static ConnectionLimits of(ListenConfig listen, LimitsConfig limits) {
    return new ConnectionLimits(
        listen.maxConnections().orElse(ListenConfig.DEFAULT_MAX_CONNECTIONS),
        listen.maxStreamsPerConnection().orElse(ListenConfig.DEFAULT_MAX_STREAMS_PER_CONNECTION),
        listen.maxMetadataBytes().orElse(ListenConfig.DEFAULT_MAX_METADATA_BYTES),
        listen.maxResetsPerSecond().orElse(ListenConfig.DEFAULT_MAX_RESETS_PER_SECOND),
        unlessZero(
            listen
                .maxConnectionAgeSeconds()
                .orElse(ListenConfig.DEFAULT_MAX_CONNECTION_AGE_SECONDS)),
        Duration.ofSeconds(listen.connectionAgeGraceSeconds(limits)),
        unlessZero(
            listen
                .maxConnectionIdleSeconds()
                .orElse(ListenConfig.DEFAULT_MAX_CONNECTION_IDLE_SECONDS)),
        Duration.ofSeconds(
            listen
                .handshakeTimeoutSeconds()
                .orElse(ListenConfig.DEFAULT_HANDSHAKE_TIMEOUT_SECONDS)));
  }

  private static Optional<Duration> unlessZero(int seconds) {
    return Optional.of(Duration.ofSeconds(seconds)).filter(Duration::isPositive);
  }

  /** Holds a transport to these limits. Returns who counts its connections. */
  public ConnectionGate guard(NettyServerBuilder transport) {
    var gate = new ConnectionGate(connections);
    transport
        .bossEventLoopGroup(EventLoops.ACCEPTING)
        .workerEventLoopGroup(EventLoops.SERVING)
        .channelFactory(
            () -> {
              ServerChannel listening = EventLoops.newServerChannel();
              listening.pipeline().addFirst(gate);
              return listening;
            })
        .maxConcurrentCallsPerConnection(streams)
        .maxInboundMetadataSize(metadataBytes)
        .maxRstFramesPerWindow(
            Math.toIntExact(resetsPerSecond * RESET_WINDOW.toSeconds()),
            Math.toIntExact(RESET_WINDOW.toSeconds()))
        .handshakeTimeout(handshake.toNanos(), NANOSECONDS);
    age.ifPresent(
        limit ->
            transport
                .maxConnectionAge(limit.toNanos(), NANOSECONDS)
                .maxConnectionAgeGrace(ageGrace.toNanos(), NANOSECONDS));
    idle.ifPresent(limit -> transport.maxConnectionIdle(limit.toNanos(), NANOSECONDS));
    return gate;
  }
}
