package dev.plangen.server.llm.offline;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.TextSink;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes token by token, at a pace. */
final class Pen {

  private Pen() {}

  /**
   * @param tokensPerSecond 0 is without pause
   * @throws CancellationException when cancelled or interrupted, also in a pause
   */
  static void write(
      List<String> tokens, double tokensPerSecond, TextSink sink, Cancellation cancellation) {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Cancellation.Registration _ = cancellation.onCancel(cancelled::countDown)) {
      long start = System.nanoTime();
      for (int i = 0; i < tokens.size(); i++) {
        // Due times count from the start, so that late wake-ups don't add up.
        long pause =
            tokensPerSecond == 0 ? 0 : start + dueAfter(i, tokensPerSecond) - System.nanoTime();
        if (cancelled.await(pause, TimeUnit.NANOSECONDS)) {
          throw new CancellationException();
        }
        sink.append(tokens.get(i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  private static long dueAfter(int tokens, double tokensPerSecond) {
    return (long) (tokens / tokensPerSecond * TimeUnit.SECONDS.toNanos(1));
  }
}
