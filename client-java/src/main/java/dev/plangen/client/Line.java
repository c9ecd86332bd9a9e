package dev.plangen.client;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A client's line to its server, and what is under way on it. Thread-safe. */
final class Line implements AutoCloseable {

  private static final Duration HANGING_UP = Duration.ofSeconds(3);

  private final Channel raw;
  private final Channel channel;
  private final Ownership ownership;
  private final Underway underway = new Underway();
  private final ExecutorService executor;

  /** Whose the channel is. */
  enum Ownership {
    /** Opened by the client, and closed by it. */
    CLIENT,
    /** Lent by the caller, who closes it. */
    CALLER
  }

  Line(Channel raw, List<ClientInterceptor> interceptors, Ownership ownership) {
    this.raw = raw;
    this.channel = ClientInterceptors.intercept(raw, interceptors);
    this.ownership = ownership;
    // Interceptors that load classes find the same ones here as in the caller's own threads.
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    this.executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "plangen-client");
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
  }

  Channel channel() {
    return channel;
  }

  Underway underway() {
    return underway;
  }

  /** For what is done later. Has no thread while there is nothing to do. */
  ExecutorService executor() {
    return executor;
  }

  boolean isShutDown() {
    return raw instanceof ManagedChannel managed && managed.isShutdown();
  }

  /** Tries to connect at once: gRPC's own back-off grows beyond the grace of a run. */
  void reconnect() {
    if (raw instanceof ManagedChannel managed) {
      managed.resetConnectBackoff();
    }
  }

  /**
   * Gives up a connection that is open and silent; calls on it go on, those to come take another.
   */
  void abandonConnection() {
    if (raw instanceof ManagedChannel managed) {
      managed.enterIdle();
    }
  }

  /** Leaves what is under way, and waits a moment for the server to hear of it. */
  @Override
  public void close() {
    try {
      underway.close(HANGING_UP);
      hangUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      hangUp();
    }
    executor.shutdown();
  }

  private void hangUp() {
    if (ownership == Ownership.CLIENT && raw instanceof ManagedChannel managed) {
      managed.shutdownNow();
    }
  }
}
