package dev.plangen.server.concurrent;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does something once, later, on a thread of the JDK's own timer: a parked thread for each run's
 * deadline would cost more than the run. Thread-safe.
 */
public final class Alarm implements AutoCloseable {

  private final AtomicReference<Runnable> action;
  private final Future<?> timer;

  private Alarm(Duration delay, Runnable action) {
    this.action = new AtomicReference<>(action);
    // A virtual thread, because the timer's own must not be held up.
    this.timer =
        ForkJoinPool.commonPool()
            .schedule(
                () -> Thread.startVirtualThread(this::ring), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs {@code action} after {@code delay}, on a virtual thread, unless closed before. */
  public static Alarm after(Duration delay, Runnable action) {
    return new Alarm(delay, action);
  }

  private void ring() {
    action.getAndSet(() -> {}).run();
  }

  /** Prevents the action if it has not begun. Lets go of what it refers to at once. */
  @Override
  public void close() {
    action.set(() -> {});
    timer.cancel(false);
  }
}
