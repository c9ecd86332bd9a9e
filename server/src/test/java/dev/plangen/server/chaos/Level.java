package dev.plangen.server.chaos;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Something that must be back where it was.
 *
 * @param most what is allowed in the end; below 0 nothing is ever right
 * @param within how long after the load it may take
 */
record Level(String name, LongSupplier now, long most, Duration within) {

  private static final int MILLIS_BETWEEN_LOOKS = 20;

  /** Waits until it is back, if it comes back in time. Returns what it is then. */
  long await() throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    long value = now.getAsLong();
    while (!holds(value) && System.nanoTime() < end) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
      value = now.getAsLong();
    }
    return value;
  }

  boolean holds(long value) {
    return value >= 0 && value <= most;
  }
}
