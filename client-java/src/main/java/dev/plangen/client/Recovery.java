package dev.plangen.client;

import io.grpc.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether a call that failed is worth another try, and when. Not thread-safe.
 *
 * <p>A lost connection is told apart from a failure by what the contract says: every failure of the
 * server's own has a reason, and what a proxy or a broken connection makes of a stream has none,
 * whatever its status.
 */
final class Recovery {

  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(3);

  /** A server that was never reached is not waited for: its target may be misspelt. */
  private static final int TRIES_TO_REACH = 3;

  /** Each costs a run: what loses them all is not mended by one more. */
  private static final int LOSSES = 5;

  private final int retries;
  private final Deadline deadline;

  /** Refusals and breaks since there was progress. */
  private int refusals;

  private int breaks;

  /** Runs that were lost, and failures of runs that said when to come back. */
  private int losses;

  private int failures;

  private long lastHeard = System.nanoTime();
  private Duration longestAway = Duration.ZERO;

  /**
   * @param retries how many refusals in a row, and how many failures of runs, are followed if they
   *     say when to come back
   * @param deadline when it is all over
   */
  Recovery(int retries, Deadline deadline) {
    this.retries = retries;
    this.deadline = deadline;
  }

  /** The server has been heard. */
  void heard() {
    long now = System.nanoTime();
    if (breaks > 0) {
      Duration away = Duration.ofNanos(now - lastHeard);
      longestAway = away.compareTo(longestAway) > 0 ? away : longestAway;
    }
    lastHeard = now;
  }

  /** There was news. A server that breaks each connection before there is any is not back. */
  void progressed() {
    breaks = 0;
    refusals = 0;
  }

  /**
   * How long to wait for the next try; empty if there is none.
   *
   * @param failure how the last one ended
   * @param patience for how long after its last sign of life a run is sought; zero where there is
   *     none
   */
  Optional<Duration> afterFailure(Failure failure, Duration patience) {
    Duration silence = Duration.ofNanos(System.nanoTime() - lastHeard);
    boolean isPatient = silence.compareTo(patience) < 0;
    if (failure.retryDelay().isPresent()) {
      refusals++;
      return refusals <= retries || isPatient
          ? inTime(failure.retryDelay().get())
          : Optional.empty();
    }
    if (!isLost(failure)) {
      return Optional.empty();
    }
    breaks++;
    return breaks < TRIES_TO_REACH || isPatient ? inTime(backOff()) : Optional.empty();
  }

  /** Whether the connection was lost, or the server is going, rather than the run. */
  private static boolean isLost(Failure failure) {
    if (!failure.reason().isEmpty()) {
      return failure.reason().equals("SERVER_DRAINING")
          || failure.reason().equals(PlanGenException.STREAM_BROKEN);
    }
    return switch (failure.code()) {
      case UNAVAILABLE, INTERNAL, UNKNOWN, CANCELLED -> true;
      default -> false;
    };
  }

  /**
   * How long to wait until a run that its own terminal update calls lost is asked for again; empty
   * if that update is to be believed.
   *
   * @param failure as the terminal update tells it
   * @param grace for how long the run goes on without a reader; empty for ever
   */
  Optional<Duration> afterTheEnd(Failure failure, Optional<Duration> grace) {
    boolean isLeft =
        failure.reason().equals("CANCELLED") && grace.filter(this::wasAwayFor).isPresent();
    if (failure.reason().equals("SERVER_DRAINING") || isLeft) {
      return afterLoss();
    }
    if (failure.retryDelay().isEmpty()) {
      return Optional.empty();
    }
    failures++;
    return failures <= retries ? inTime(failure.retryDelay().get()) : Optional.empty();
  }

  private boolean wasAwayFor(Duration grace) {
    return !longestAway.isZero() && longestAway.compareTo(grace) >= 0;
  }

  /** How long to wait until a run that is not there any more is asked for again. */
  Optional<Duration> afterLoss() {
    longestAway = Duration.ZERO;
    losses++;
    return losses <= LOSSES ? inTime(backOff()) : Optional.empty();
  }

  private Duration backOff() {
    long doubled = FIRST_BACK_OFF.toMillis() << Math.min(Math.max(0, breaks - 1), 10);
    long longest = Math.min(doubled, LONGEST_BACK_OFF.toMillis());
    // Between half and all of it: clients that lost the same server do not come back in step.
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  /** A wait that the deadline would end is not begun: what has failed is told at once. */
  private Optional<Duration> inTime(Duration delay) {
    Duration rest = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    if (delay.compareTo(rest) >= 0) {
      return Optional.empty();
    }
    return Optional.of(delay.isNegative() ? Duration.ZERO : delay);
  }
}
