package dev.plangen.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs something later, in a thread of the common pool. The JDK's own timer, without a thread. */
final class Timer {

  private final CompletableFuture<Void> elapsed = new CompletableFuture<>();

  private Timer() {}

  static Timer after(Duration delay, Runnable task) {
    Timer timer = new Timer();
    CompletableFuture<Void> unused = timer.elapsed.thenRunAsync(task);
    timer.elapsed.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
    return timer;
  }

  /** Does nothing once the time is over. */
  void cancel() {
    // Takes the entry out of the JDK's timer too.
    elapsed.cancel(false);
  }
}
