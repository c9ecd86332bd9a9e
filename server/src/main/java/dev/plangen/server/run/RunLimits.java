package dev.plangen.server.run;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.StopCause;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the operator allows.
 *
 * @param liveRuns how many runs may live at once, 1 or more
 * @param longest how long each may take; positive
 * @param calls how many model calls each may make; empty for any number
 * @param tokens how many tokens each may use up; empty for any number
 * @param outputTokens how many tokens each call may write, 1 or more
 */
public record RunLimits(
    int liveRuns, Duration longest, OptionalLong calls, OptionalLong tokens, int outputTokens) {

  /** A budget within these. */
  Budget within(Budget wished) {
    return new Budget(
        least(calls, wished.calls()),
        least(tokens, wished.tokens()),
        wished.money(),
        wished.softDeadline());
  }

  /** When to stop, and what to call it. */
  record TimeLimit(Duration time, StopCause cause) {}

  TimeLimit time(Budget wished) {
    return wished
        .softDeadline()
        .filter(soft -> soft.compareTo(longest) < 0)
        .map(soft -> new TimeLimit(soft, StopCause.SOFT_DEADLINE))
        .orElse(new TimeLimit(longest, StopCause.RUN_DURATION));
  }

  private static OptionalLong least(OptionalLong a, OptionalLong b) {
    return Stream.of(a, b).flatMapToLong(OptionalLong::stream).min();
  }
}
