package dev.plangen.examples.benchmark.memory;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
final class Until {

  private static final int LIMIT_MILLIS = 120_000;
  private static final int STEP_MILLIS = 5;

  private Until() {}

  static void holds(BooleanSupplier condition) throws InterruptedException {
    for (int waited = 0; !condition.getAsBoolean(); waited += STEP_MILLIS) {
      if (waited > LIMIT_MILLIS) {
        throw new IllegalStateException("it does not come to pass");
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }
}
