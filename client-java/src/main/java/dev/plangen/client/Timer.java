package dev.plangen.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Something that is to be done later. */
final class Timer {

  private final CompletableFuture<Void> elapsed = new CompletableFuture<>();

  private Timer() {}

  /**
   * @param executor whose thread does it; the time is kept by the JDK's own timer
   */
  static Timer after(Duration delay, Executor executor, Runnable task) {
    Timer timer = new Timer();
    CompletableFuture<Void> unused = timer.elapsed.thenRunAsync(task, executor);
    timer.elapsed.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
    return timer;
  }

  /** Does nothing once the time is over. */
  void cancel() {
    // Takes the entry out of the JDK's timer too.
    elapsed.cancel(false);
  }
}
