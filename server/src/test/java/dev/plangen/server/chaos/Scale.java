package dev.plangen.server.chaos;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.rpc.RequestBounds;
import dev.plangen.server.run.Quotas;
import dev.plangen.server.run.Retention;
import dev.plangen.server.run.RunLimits;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How much chaos. The server's limits lie below what the callers ask for, so that they are met.
 *
 * @param load how long the callers call, after the warm-up
 * @param seed decides what each caller and the provider do
 * @param concurrency how many callers call at once
 */
record Scale(Duration load, long seed, int concurrency) {

  /** A run that nobody ends has ended by then. */
  static final Duration LONGEST_RUN = Duration.ofSeconds(8);

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(8);
  private static final int OUTPUT_TOKENS = 16_384;
  private static final int INPUT_BYTES = 1 << 20;
  private static final long MOST_CALLS = 60;
  private static final long MOST_TOKENS = 200_000;

  /** Of the same kind as the load, so that whatever is made once has been made. */
  Duration warmUp() {
    Duration part = load.dividedBy(4);
    return part.compareTo(LONGEST_WARM_UP) < 0 ? part : LONGEST_WARM_UP;
  }

  /** The most model calls at once. */
  int slots() {
    return atLeastTwo(concurrency / 4);
  }

  int connections() {
    return atLeastTwo(concurrency / 8);
  }

  ServerSettings settings() {
    return new ServerSettings(
        new RunLimits(
            atLeastTwo(concurrency / 2),
            LONGEST_RUN,
            OptionalLong.of(MOST_CALLS),
            OptionalLong.of(MOST_TOKENS),
            OUTPUT_TOKENS),
        new Retention(atLeastTwo(concurrency / 3), 3L << 20, Duration.ofSeconds(5)),
        new RequestBounds(8, MOST_CALLS, OptionalLong.of(MOST_TOKENS), OUTPUT_TOKENS, INPUT_BYTES),
        atLeastTwo(concurrency * 4 / 5),
        Quotas.NONE);
  }

  private static int atLeastTwo(int number) {
    return Math.max(2, number);
  }
}
