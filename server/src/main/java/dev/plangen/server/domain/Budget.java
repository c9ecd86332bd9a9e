package dev.plangen.server.domain;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run may use up. What is empty has no limit.
 *
 * @param calls requests sent to models, retries and repairs included
 * @param tokens read and written
 * @param money what they may cost
 * @param softDeadline how long after its start the run takes the best that it has
 */
public record Budget(
    OptionalLong calls,
    OptionalLong tokens,
    Optional<Money> money,
    Optional<Duration> softDeadline) {

  public static final Budget UNLIMITED =
      new Budget(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
}
