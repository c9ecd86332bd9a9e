package dev.plangen.server.llm;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the retries of all calls to one model together: over the last ten seconds one for every
 * five calls, and at least three. So a few failures are retried as the policy says, while a
 * provider that is down sees little more than the calls themselves instead of a multiple of them.
 *
 * <p>After Finagle's {@code RetryBudget} (the share, the window, the least number) and gRPC's retry
 * throttling (A6: what ended counts, not what was begun). The window is counted in whole seconds,
 * the current one included. Thread-safe.
 */
public final class RetryBudget {

  private static final int WINDOW_SECONDS = 10;
  private static final int CALLS_PER_RETRY = 5;
  private static final int LEAST_RETRIES = 3;

  private final int least;

  private final LongSupplier nanos;
  private final long origin;

  /** By second, modulo the window; {@code newest} is the last second that was seen. */
  private final long[] calls = new long[WINDOW_SECONDS];

  private final long[] retries = new long[WINDOW_SECONDS];
  private long newest;

  public RetryBudget() {
    this(LEAST_RETRIES);
  }

  /**
   * @param least the retries that may be made in a window however few the calls are
   */
  public RetryBudget(int least) {
    this(System::nanoTime, least);
  }

  /**
   * @param nanos as {@link System#nanoTime}
   */
  RetryBudget(LongSupplier nanos) {
    this(nanos, LEAST_RETRIES);
  }

  private RetryBudget(LongSupplier nanos, int least) {
    this.nanos = nanos;
    this.least = least;
    this.origin = nanos.getAsLong();
  }

  /**
   * The first attempt of a call has ended. Counted then, and not when the call is made: one that
   * still waits for its turn has sent nothing that a retry could be a share of.
   */
  synchronized void countCall() {
    calls[bucket()]++;
  }

  /** Whether one more retry may be made, which is then counted. */
  synchronized boolean tryRetry() {
    int bucket = bucket();
    long most = Math.max(least, Arrays.stream(calls).sum() / CALLS_PER_RETRY);
    if (Arrays.stream(retries).sum() >= most) {
      return false;
    }
    retries[bucket]++;
    return true;
  }

  /** The current second's, after emptying those that the window has left behind. */
  private int bucket() {
    long second = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - origin);
    for (newest = Math.max(newest, second - WINDOW_SECONDS); newest < second; ) {
      newest++;
      calls[(int) (newest % WINDOW_SECONDS)] = 0;
      retries[(int) (newest % WINDOW_SECONDS)] = 0;
    }
    return (int) (newest % WINDOW_SECONDS);
  }
}
