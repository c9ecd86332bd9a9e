package dev.plangen.server.run;

import static java.time.Duration.between;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.QuotaExceeded.Limit;
import dev.plangen.server.domain.Saturated;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What one tenant has used of its quota. Not thread-safe: guarded by {@link TenantLedger}. */
final class TenantAccount {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Runs end when they end: as long as for a server that is full. */
  private static final Duration UNTIL_A_RUN_MAY_END = Duration.ofSeconds(1);

  private final String tenant;
  private final Quota quota;
  private int live;

  /** Of the runs that have begun within the last minute, oldest first. */
  private final Deque<Instant> starts = new ArrayDeque<>();

  private LocalDate day = LocalDate.EPOCH;
  private long tokens;

  TenantAccount(String tenant, Quota quota) {
    this.tenant = tenant;
    this.quota = quota;
  }

  /** Why no run may begin now; of several reasons the one that lasts longest. */
  Optional<Failure.QuotaExceeded> refusal(Instant now) {
    turnTo(now);
    List<Failure.QuotaExceeded> refusals = new ArrayList<>();
    if (quota.tokensPerDay().isPresent() && tokens >= quota.tokensPerDay().getAsLong()) {
      Instant midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      refusals.add(
          refused(Limit.TOKENS_PER_DAY, quota.tokensPerDay().getAsLong(), between(now, midnight)));
    }
    if (quota.runsPerMinute().isPresent() && starts.size() >= quota.runsPerMinute().getAsInt()) {
      Instant free = starts.getFirst().plus(MINUTE);
      refusals.add(
          refused(Limit.RUNS_PER_MINUTE, quota.runsPerMinute().getAsInt(), between(now, free)));
    }
    if (quota.liveRuns().isPresent() && live >= quota.liveRuns().getAsInt()) {
      refusals.add(refused(Limit.LIVE_RUNS, quota.liveRuns().getAsInt(), UNTIL_A_RUN_MAY_END));
    }
    return refusals.stream().max(Comparator.comparing(Failure.QuotaExceeded::retryDelay));
  }

  private Failure.QuotaExceeded refused(Limit limit, long most, Duration delay) {
    return new Failure.QuotaExceeded(tenant, limit, most, delay);
  }

  void began(Instant now) {
    live++;
    starts.addLast(now);
  }

  void ended() {
    live--;
  }

  void used(long more, Instant now) {
    turnTo(now);
    tokens = Saturated.sum(tokens, more);
  }

  boolean hasLiveRuns() {
    return live > 0;
  }

  /** Whether nothing would be different without it. */
  boolean isBlank(Instant now) {
    turnTo(now);
    return live == 0 && starts.isEmpty() && tokens == 0;
  }

  QuotaUse.Amount amount(Instant now) {
    turnTo(now);
    return new QuotaUse.Amount(live, starts.size(), tokens);
  }

  /**
   * Where the clock was set back, starts in the future count no more: nobody waits for them. Nor
   * does a day that has begun begin again, unless the clock was wrong by more than a day.
   */
  private void turnTo(Instant now) {
    while (!starts.isEmpty()
        && (!now.isBefore(starts.getFirst().plus(MINUTE)) || starts.getFirst().isAfter(now))) {
      starts.removeFirst();
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (!today.equals(day) && !today.plusDays(1).equals(day)) {
      day = today;
      tokens = 0;
    }
  }
}
