package dev.plangen.server.plugin;

import dev.plangen.server.concurrent.Cancellation;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a channel to be connected, or to be so no more. For one thread. */
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
   * listener that it was given before it has called it, so there is one at a time.
   */
  private CountDownLatch left = new CountDownLatch(0);

  ChannelChange(ManagedChannel channel, Cancellation closing) {
    this.channel = channel;
    this.closing = closing;
  }

  /**
   * Returns at once if the channel is about to connect, so that a call would wait for that; else
   * when it has changed, or after some seconds. Whether there is something new.
   *
   * @throws CancellationException once {@code closing} is cancelled, or if interrupted
   */
  boolean await() {
    closing.throwIfCancelled();
    // An idle channel is made to connect.
    ConnectivityState state = channel.getState(true);
    if (state == ConnectivityState.IDLE || state == ConnectivityState.CONNECTING) {
      return true;
    }
    if (left.getCount() == 0) {
      left = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, left::countDown);
    }
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
