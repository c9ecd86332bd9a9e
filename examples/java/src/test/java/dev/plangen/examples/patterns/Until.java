package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must come true soon. */
final class Until {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Until() {}

  static void isTrue(BooleanSupplier condition, String what) throws InterruptedException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      Thread.sleep(20);
    }
  }

  /** Returns the run as it stands at its end. */
  static Run ended(PlanGenClient client, String runId) throws InterruptedException {
    isTrue(
        () -> client.runs().get(runId).getState() != RunState.RUN_STATE_RUNNING,
        "run " + runId + " has ended");
    return client.runs().get(runId);
  }
}
