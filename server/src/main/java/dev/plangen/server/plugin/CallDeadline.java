package dev.plangen.server.plugin;

import dev.plangen.server.concurrent.Cancellation;
import io.grpc.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When a call must have ended.
 *
 * @param ofTheWork whether that is when the work will be cancelled that the call is part of, rather
 *     than the call's own limit
 */
record CallDeadline(Deadline end, boolean ofTheWork) {

  /** The earlier of the two. */
  static CallDeadline of(Duration limit, Cancellation cancellation) {
    Optional<Duration> left =
        cancellation
            .deadline()
            .map(end -> Duration.between(Instant.now(), end))
            .filter(time -> time.compareTo(limit) < 0);
    return new CallDeadline(
        Deadline.after(left.orElse(limit).toNanos(), TimeUnit.NANOSECONDS), left.isPresent());
  }
}
