package dev.plangen.server.run;

import java.util.Map;

/**
 * How much of their quotas tenants use at one moment. Nothing is counted for tenants that are not
 * listed and not limited.
 *
 * @param listed the tenants that the operator has named, all of them, by name
 * @param others all other tenants together
 */
public record QuotaUse(Map<String, Listed> listed, Amount others) {

  public QuotaUse {
    listed = Map.copyOf(listed);
  }

  /** A tenant that the operator has named. */
  public record Listed(Quota quota, Amount used) {}

  /**
   * What is used.
   *
   * @param liveRuns at this moment
   * @param runsInMinute that have begun within the last minute
   * @param tokensToday since midnight UTC
   */
  public record Amount(int liveRuns, int runsInMinute, long tokensToday) {

    static final Amount NOTHING = new Amount(0, 0, 0);

    Amount plus(Amount other) {
      return new Amount(
          liveRuns + other.liveRuns,
          runsInMinute + other.runsInMinute,
          tokensToday + other.tokensToday);
    }
  }
}
