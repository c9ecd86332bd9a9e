package dev.plangen.examples.benchmark.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work that arrives by a schedule, however long the work before takes. Times are counted from when
 * the schedule says, so that a stalled generator or server hides nothing.
 */
public final class Arrivals {

  /** Begins one piece of work. */
  @FunctionalInterface
  public interface Starter {
    /**
     * Returns at once.
     *
     * @param scheduledNanos when it should have begun
     * @param done to be run once, when the work has ended
     */
    void start(int number, long scheduledNanos, Runnable done);
  }

  private Arrivals() {}

  /**
   * Begins {@code count} pieces of work and waits until all have ended.
   *
   * @param rate a second
   * @throws IllegalStateException if they have not ended within {@code limit} after the last began
   */
  public static void run(int count, double rate, Duration limit, Starter starter)
      throws InterruptedException {
    var all = new CountDownLatch(count);
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long scheduled = begin + (long) (i * 1e9 / rate);
      long wait = scheduled - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      starter.start(i, scheduled, all::countDown);
    }
    if (!all.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(all.getCount() + " have not ended");
    }
  }
}
