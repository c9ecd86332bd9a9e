package dev.plangen.examples.evaluate.ask;

import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.examples.evaluate.stop.Stop;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Makes calls again that failed for want of something that may come: after what the server asks
 * for, or else after 0.5 s, 1 s, 2 s … up to 16 s; always a little more, at random, so that many
 * callers don't come back together. Thread-safe.
 */
final class Patience {

  private static final int ATTEMPTS = 7;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final String target;
  private final Stop stop;

  Patience(String target, Stop stop) {
    this.target = target;
    this.stop = stop;
  }

  /**
   * Makes a call.
   *
   * @throws RefusedException if it fails for good
   * @throws Halt if every other call would fail too
   * @throws dev.plangen.examples.evaluate.stop.Stopped if the user stops the evaluation
   */
  <T> T ask(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      stop.check();
      try {
        return call.get();
      } catch (RefusedException e) {
        // Whoever stops the evaluation cancels its calls: that is no failure of theirs.
        stop.check();
        Refusal refusal = e.refusal();
        if (refusal.isOfEveryCall()) {
          throw new Halt("The server at " + target + " refuses: " + refusal.message() + ".", e);
        }
        if (attempt == ATTEMPTS && refusal.isUnreachable()) {
          throw new Halt("The server at " + target + " does not answer any more.", e);
        }
        if (attempt == ATTEMPTS || !refusal.mayPass()) {
          throw e;
        }
        stop.pause(pause(refusal, attempt));
      }
    }
  }

  private static Duration pause(Refusal refusal, int attempt) {
    Duration least = refusal.retryDelay().orElse(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
    return least.plusMillis(ThreadLocalRandom.current().nextLong(least.toMillis() / 2 + 1));
  }
}
