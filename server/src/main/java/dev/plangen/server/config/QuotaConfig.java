package dev.plangen.server.config;

import java.util.Optional;

/**
 * What one tenant may have. What is empty holds as for tenants that are not listed; there, it is
 * not limited.
 *
 * @param id of the tenant; of none where it is for all others
 * @param maxLiveRuns at the same time, 1 to 1,000,000
 * @param maxRunsPerMinute that begin within any minute, 1 to 100,000
 * @param maxTokensPerDay input and output, within a day of UTC, 1 to 10<sup>15</sup>
 */
public record QuotaConfig(
    Optional<String> id,
    Optional<Integer> maxLiveRuns,
    Optional<Integer> maxRunsPerMinute,
    Optional<Long> maxTokensPerDay) {

  static final QuotaConfig UNLIMITED =
      new QuotaConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** With what {@code others} say where this says nothing. */
  public QuotaConfig over(QuotaConfig others) {
    return new QuotaConfig(
        id,
        maxLiveRuns.or(others::maxLiveRuns),
        maxRunsPerMinute.or(others::maxRunsPerMinute),
        maxTokensPerDay.or(others::maxTokensPerDay));
  }
}
