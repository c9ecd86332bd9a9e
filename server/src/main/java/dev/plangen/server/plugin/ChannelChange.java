package dev.plangen.server.plugin;

import dev.plangen.server.concurrent.Cancellation;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the state of a channel's connection to change. For one thread. */
final class ChannelChange {

  /**
   * The longest until a remote that is back is tried: gRPC's own back-off grows to two minutes, in
   * which all calls fail at once.
   */
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);

  private final ManagedChannel channel;
  private final Cancellation closing;

  /**
   * Fired, or waiting for the channel to leave the state that it had: a channel never forgets a
   * listener before it has called it, so there is one at a time.
   */
  private CountDownLatch left = new CountDownLatch(0);

  ChannelChange(ManagedChannel channel, Cancellation closing) {
    this.channel = channel;
    this.closing = closing;
  }

  /** From here on {@link #await} knows of every change. Makes an idle channel connect. */
  void expect() {
    ConnectivityState state = channel.getState(true);
    if (left.getCount() == 0) {
      left = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, left::countDown);
    }
  }

  /**
   * Waits for a change. If none comes within some seconds, a channel that waits to connect again is
   * made to try at once.
   *
   * @return whether it has changed
   * @throws CancellationException once {@code closing} is cancelled, or if interrupted
   */
  boolean await() {
    boolean changed;
    try (Cancellation.Registration _ = closing.onCancel(left::countDown)) {
      changed = left.await(LONGEST_BACK_OFF.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while it waited for a channel");
    }
    closing.throwIfCancelled();
    if (!changed) {
      channel.resetConnectBackoff();
    }
    return changed;
  }
}
