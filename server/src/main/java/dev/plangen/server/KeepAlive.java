package dev.plangen.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a client is noticed that has vanished without a word: a machine that lost its power or its
 * network closes no connection, and its runs would go on with nobody to read them.
 *
 * @param silence of a client after which it is asked for a sign of life
 * @param patience for the answer; then its connection is closed, and its calls are cancelled
 */
public record KeepAlive(Duration silence, Duration patience) {

  public static final KeepAlive DEFAULT =
      new KeepAlive(Duration.ofSeconds(30), Duration.ofSeconds(20));

  /** How often clients may ask for a sign of life in turn; grpc-java's ask no more often. */
  private static final Duration CLIENTS_MAY_ASK_EVERY = Duration.ofSeconds(10);

  /** A transport that listens there in plaintext; nothing has been added to it yet. */
  public NettyServerBuilder listeningOn(InetSocketAddress address) {
    return listeningOn(address, InsecureServerCredentials.create());
  }

  /** The same, with TLS if the credentials are such. */
  public NettyServerBuilder listeningOn(InetSocketAddress address, ServerCredentials credentials) {
    return NettyServerBuilder.forAddress(address, credentials)
        .keepAliveTime(silence.toNanos(), NANOSECONDS)
        .keepAliveTimeout(patience.toNanos(), NANOSECONDS)
        .permitKeepAliveTime(CLIENTS_MAY_ASK_EVERY.toNanos(), NANOSECONDS)
        .permitKeepAliveWithoutCalls(true);
  }
}
