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

  /** Who is told to come back later than this (a day's quota, say) tells the caller instead. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

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

  /** When the first of those was. */
  private long brokenSince;

  /**
   * @param retries how many refusals in a row, and how many failures of runs, are followed if they
   *     say when to come back
   * @param deadline when it is all over
   */
  Recovery(int retries, Deadline deadline) {
    this.retries = retries;
    this.deadline = deadline;
  }

  /** All is well: there was news, or a sign of life. */
  void progressed() {
    breaks = 0;
    refusals = 0;
  }

  /**
   * How long to wait for the next try; empty if there is none.
   *
   * @param failure how the last one ended
   * @param patience for how long a run is sought from the first failure on; zero where there is
   *     none
   */
  Optional<Duration> afterFailure(Failure failure, Duration patience) {
    if (breaks + refusals == 0) {
      brokenSince = System.nanoTime();
    }
    Duration broken = Duration.ofNanos(System.nanoTime() - brokenSince);
    boolean isPatient = broken.compareTo(patience) < 0;
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
      case UNAVAILABLE, INTERNAL, UNKNOWN, CANCELLED, DEADLINE_EXCEEDED -> true;
      default -> false;
    };
  }

  /**
   * How long to wait until a run that its own terminal update calls lost is asked for again; empty
   * if that update is to be believed.
   *
   * @param failure as the terminal update tells it
   * @param isLeft whether the run was cancelled because its reader was away
   */
  Optional<Duration> afterTheEnd(Failure failure, boolean isLeft) {
    if (isLeft || failure.reason().equals("SERVER_DRAINING")) {
      return afterLoss();
    }
    if (failure.retryDelay().isEmpty()) {
      return Optional.empty();
    }
    failures++;
    return failures <= retries ? inTime(failure.retryDelay().get()) : Optional.empty();
  }

  /** How long to wait until a run that is not there any more is asked for again. */
  Optional<Duration> afterLoss() {
    losses++;
    return losses <= LOSSES ? inTime(backOff()) : Optional.empty();
  }

  private Duration backOff() {
    long doubled = FIRST_BACK_OFF.toMillis() << Math.min(Math.max(0, breaks - 1), 10);
    long longest = Math.min(doubled, LONGEST_BACK_OFF.toMillis());
    // Between half and all of it: clients that lost the same server do not come back in step.
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  /**
   * A wait that the deadline would end, or nobody would sit out, is not begun: it is told at once.
   */
  private Optional<Duration> inTime(Duration delay) {
    Duration rest = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    if (delay.compareTo(rest) >= 0 || delay.compareTo(LONGEST_DELAY) > 0) {
      return Optional.empty();
    }
    return Optional.of(delay.isNegative() ? Duration.ZERO : delay);
  }
}
