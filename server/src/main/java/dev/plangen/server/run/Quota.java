package dev.plangen.server.run;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one tenant may have; what is empty is not limited.
 *
 * @param liveRuns at the same time, 1 or more
 * @param runsPerMinute that begin within any minute, 1 or more
 * @param tokensPerDay that the calls of its runs use up within a day of UTC, 1 or more
 */
public record Quota(OptionalInt liveRuns, OptionalInt runsPerMinute, OptionalLong tokensPerDay) {

  public static final Quota UNLIMITED =
      new Quota(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());

  boolean isUnlimited() {
    return equals(UNLIMITED);
  }
}
