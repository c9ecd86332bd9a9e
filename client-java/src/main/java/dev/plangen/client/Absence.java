package dev.plangen.client;

import com.google.protobuf.Timestamp;
import dev.plangen.v1.StepUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells a run that was cancelled because its reader was away from one that somebody has cancelled.
 * By the server's clock, as what is received may have waited for a slow reader. Not thread-safe.
 */
final class Absence {

  /** A run that had ended before its reader came back tells it at once. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private Instant lastUpdate = Instant.MAX;
  private Instant brokenAfter = Instant.MAX;
  private boolean sawLife;
  private long openedAt;

  /** A call is opened; what has been received until now was before the break. */
  void opened() {
    brokenAfter = lastUpdate;
    sawLife = false;
    openedAt = System.nanoTime();
  }

  void received(StepUpdate update) {
    sawLife |= update.getProgress().hasHeartbeat() || update.getProgress().hasTextDelta();
    lastUpdate = time(update);
  }

  /**
   * Whether the reader was away for longer than the run's grace when it ended.
   *
   * @param terminal the run's terminal update
   * @param grace empty if the run does not end for that
   */
  boolean explains(StepUpdate terminal, Optional<Duration> grace) {
    boolean isAtOnce = System.nanoTime() - openedAt < AT_ONCE.toNanos();
    return terminal.getError().getReason().equals("CANCELLED")
        && isAtOnce
        && !sawLife
        && !brokenAfter.equals(Instant.MAX)
        && grace.filter(longest -> wasAwayFor(longest, terminal)).isPresent();
  }

  private boolean wasAwayFor(Duration grace, StepUpdate terminal) {
    return Duration.between(brokenAfter, time(terminal)).compareTo(grace) >= 0;
  }

  private static Instant time(StepUpdate update) {
    Timestamp time = update.getUpdateTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
