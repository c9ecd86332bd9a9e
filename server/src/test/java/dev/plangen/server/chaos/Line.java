package dev.plangen.server.chaos;

import dev.plangen.server.testing.Relay;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A connection that many callers share, until somebody hurts it. Thread-safe. */
final class Line implements AutoCloseable {

  private static final Executor CALLBACKS = Executors.newVirtualThreadPerTaskExecutor();

  private final Optional<Relay> relay;
  private final ManagedChannel channel;
  private volatile boolean hurt;

  private Line(int port, Optional<Relay> relay) {
    this.relay = relay;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", relay.map(Relay::port).orElse(port))
            .usePlaintext()
            .executor(CALLBACKS)
            .build();
  }

  static Line direct(int port) {
    return new Line(port, Optional.empty());
  }

  /** One that can be cut. */
  static Line relayed(int port) {
    return new Line(port, Optional.of(Relay.to(port)));
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Whether calls on it may break. */
  boolean isHurt() {
    return hurt;
  }

  /**
   * As when a cable is pulled, or a client's process dies. Says whether it is of use afterwards.
   */
  boolean cut() {
    hurt = true;
    if (relay.isPresent()) {
      relay.get().reset();
      return true;
    }
    channel.shutdownNow();
    return false;
  }

  /** Lets calls end that are open. */
  void shutDown() {
    hurt = true;
    channel.shutdown();
  }

  @Override
  public void close() {
    hurt = true;
    channel.shutdownNow();
    try {
      channel.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    relay.ifPresent(Relay::close);
  }
}
