package dev.plangen.server.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nothing tells of. */
public final class Conditions {

  private static final long LIMIT_SECONDS = 20;

  private Conditions() {}

  /** Returns when it holds; it must not take locks for long. */
  public static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("what was waited for has not come");
      }
      // Leaves the processor to those that are waited for, and hardly later than they are done.
      LockSupport.parkNanos(20_000);
    }
  }
}
