package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.domain.Failure.QuotaExceeded;
import dev.plangen.server.domain.Failure.QuotaExceeded.Limit;
import dev.plangen.server.domain.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TenantLedgerTest {

  private static final String TENANT = "acme";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Instant now = NOON;

  @Test
  void runsPerMinuteAreThoseOfAnyMinuteAndTheDelayIsExact() {
    TenantLedger ledger = forAll(perMinute(2));
    begin(ledger);
    after(Duration.ofSeconds(50));
    begin(ledger);
    after(Duration.ofSeconds(5));

    assertThat(refusal(ledger)).isEqualTo(exceeded(Limit.RUNS_PER_MINUTE, 2, ofSeconds(5)));
    after(ofSeconds(5).minusNanos(1));
    assertThat(refusal(ledger)).isEqualTo(exceeded(Limit.RUNS_PER_MINUTE, 2, Duration.ofNanos(1)));
    after(Duration.ofNanos(1));
    begin(ledger);
    // The next is free when the second is a minute old, not the third.
    assertThat(refusal(ledger)).isEqualTo(exceeded(Limit.RUNS_PER_MINUTE, 2, ofSeconds(50)));
  }

  @Test
  void aRefusedRunDoesNotCount() {
    TenantLedger ledger = forAll(perMinute(1));
    begin(ledger);
    after(ofSeconds(59));
    assertThat(refusal(ledger).retryDelay()).isEqualTo(ofSeconds(1));
    after(ofSeconds(1));
    ledger.require(TENANT);
  }

  @Test
  void tokensCountUntilMidnightUtc() {
    TenantLedger ledger = forAll(perDay(1000));
    ledger.used(TENANT, 999);
    begin(ledger);
    ledger.used(TENANT, 1);

    assertThat(refusal(ledger))
        .isEqualTo(exceeded(Limit.TOKENS_PER_DAY, 1000, Duration.ofHours(12)));
    after(Duration.ofHours(12).minusMillis(1));
    assertThat(refusal(ledger).retryDelay()).isEqualTo(Duration.ofMillis(1));
    after(Duration.ofMillis(1));
    begin(ledger);
    assertThat(ledger.use().others().tokensToday()).isZero();
  }

  @Test
  void liveRunsAreGivenBack() {
    TenantLedger ledger = forAll(live(2));
    begin(ledger);
    begin(ledger);
    assertThat(refusal(ledger)).isEqualTo(exceeded(Limit.LIVE_RUNS, 2, ofSeconds(1)));
    ledger.ended(TENANT);
    begin(ledger);
    assertThat(refusal(ledger).limit()).isEqualTo(Limit.LIVE_RUNS);
  }

  @Test
  void ofSeveralReasonsTheOneThatLastsLongestIsTold() {
    TenantLedger ledger =
        forAll(new Quota(OptionalInt.of(1), OptionalInt.of(1), OptionalLong.of(1)));
    begin(ledger);
    assertThat(refusal(ledger).limit()).isEqualTo(Limit.RUNS_PER_MINUTE);
    after(Duration.ofMinutes(1));
    assertThat(refusal(ledger).limit()).isEqualTo(Limit.LIVE_RUNS);
    ledger.used(TENANT, 1);
    assertThat(refusal(ledger).limit()).isEqualTo(Limit.TOKENS_PER_DAY);
  }

  @Test
  void shortlyBeforeMidnightAnotherReasonMayLastLonger() {
    TenantLedger ledger =
        forAll(new Quota(OptionalInt.empty(), OptionalInt.of(1), OptionalLong.of(1)));
    after(Duration.ofHours(12).minusSeconds(10));
    begin(ledger);
    ledger.used(TENANT, 1);

    assertThat(refusal(ledger)).isEqualTo(exceeded(Limit.RUNS_PER_MINUTE, 1, ofSeconds(60)));
  }

  @Test
  void eachTenantHasAQuotaOfItsOwn() {
    var ledger =
        new TenantLedger(new Quotas(Map.of("large", perMinute(2)), perMinute(1)), () -> now);
    ledger.began("small");
    ledger.began("large");

    assertThat(refusal(ledger, "small").most()).isEqualTo(1);
    ledger.require("other");
    ledger.require("large");
    ledger.began("large");
    assertThat(refusal(ledger, "large").most()).isEqualTo(2);
  }

  @Test
  void useIsToldOfListedTenantsByNameAndOfTheOthersTogether() {
    Quota quota = new Quota(OptionalInt.of(5), OptionalInt.empty(), OptionalLong.of(9));
    var ledger = new TenantLedger(new Quotas(Map.of("listed", quota), live(7)), () -> now);
    ledger.began("listed");
    ledger.used("listed", 3);
    ledger.began("a");
    ledger.began("b");
    ledger.used("b", 4);
    ledger.ended("b");

    assertThat(ledger.use())
        .isEqualTo(
            new QuotaUse(
                Map.of("listed", new QuotaUse.Listed(quota, new QuotaUse.Amount(1, 1, 3))),
                new QuotaUse.Amount(1, 2, 4)));
  }

  @Test
  void namesWithoutNumberLeaveNothingBehind() {
    TenantLedger ledger =
        forAll(new Quota(OptionalInt.of(1), OptionalInt.of(1), OptionalLong.of(1)));
    ledger.began("stays");
    for (int i = 0; i < 10_000; i++) {
      ledger.require("tenant-" + i);
      ledger.began("tenant-" + i);
      ledger.ended("tenant-" + i);
      after(ofSeconds(1));
    }
    // Those of the last minute, and as many that have not been looked at since.
    assertThat(ledger.accounts()).isLessThan(200);
    assertThat(refusal(ledger, "stays").limit()).isEqualTo(Limit.LIVE_RUNS);
  }

  @Test
  void theDaysCountsAreBoundedAndNoLiveRunIsForgotten() {
    TenantLedger ledger =
        forAll(new Quota(OptionalInt.of(1), OptionalInt.empty(), OptionalLong.of(9)));
    ledger.began("stays");
    for (int i = 0; i < TenantLedger.MOST_ACCOUNTS + 1000; i++) {
      ledger.began("tenant-" + i);
      ledger.used("tenant-" + i, 1);
      ledger.ended("tenant-" + i);
    }
    assertThat(ledger.accounts()).isLessThanOrEqualTo(TenantLedger.MOST_ACCOUNTS);
    assertThat(refusal(ledger, "stays").limit()).isEqualTo(Limit.LIVE_RUNS);
  }

  @Test
  void nothingIsKeptOfTenantsThatNothingLimits() {
    TenantLedger ledger = forAll(Quota.UNLIMITED);
    ledger.require(TENANT);
    begin(ledger);
    ledger.used(TENANT, 5);
    assertThat(ledger.accounts()).isZero();
  }

  @Test
  void aClockThatIsSetBackKeepsNobodyWaiting() {
    TenantLedger ledger = forAll(perMinute(1));
    begin(ledger);
    now = NOON.minus(Duration.ofHours(1));
    ledger.require(TENANT);
  }

  @Test
  void aClockThatIsSetBackOverMidnightGivesNoTokensAgain() {
    TenantLedger ledger = forAll(perDay(10));
    after(Duration.ofHours(12).plusSeconds(1));
    ledger.used(TENANT, 10);
    now = now.minusSeconds(2);
    assertThat(refusal(ledger).limit()).isEqualTo(Limit.TOKENS_PER_DAY);
    now = now.plusSeconds(2);
    assertThat(refusal(ledger).limit()).isEqualTo(Limit.TOKENS_PER_DAY);
    after(Duration.ofDays(1));
    ledger.require(TENANT);
  }

  @Test
  void aClockThatWasFarAheadHoldsUpNobody() {
    TenantLedger ledger = forAll(perDay(10));
    after(Duration.ofDays(300));
    ledger.used(TENANT, 10);
    now = NOON;
    ledger.require(TENANT);
  }

  @Test
  void whoeverBeginsNothingLeavesNothingBehind() {
    TenantLedger ledger = forAll(perMinute(1));
    for (int i = 0; i < 100; i++) {
      ledger.require("tenant-" + i);
    }
    assertThat(ledger.accounts()).isZero();
  }

  private TenantLedger forAll(Quota quota) {
    return new TenantLedger(new Quotas(Map.of(), quota), () -> now);
  }

  private static void begin(TenantLedger ledger) {
    ledger.require(TENANT);
    ledger.began(TENANT);
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  private static QuotaExceeded refusal(TenantLedger ledger) {
    return refusal(ledger, TENANT);
  }

  private static QuotaExceeded refusal(TenantLedger ledger, String tenant) {
    return (QuotaExceeded)
        catchThrowableOfType(FailureException.class, () -> ledger.require(tenant)).failure();
  }

  private static QuotaExceeded exceeded(Limit limit, long most, Duration delay) {
    return new QuotaExceeded(TENANT, limit, most, delay);
  }

  private static Duration ofSeconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Quota live(int most) {
    return new Quota(OptionalInt.of(most), OptionalInt.empty(), OptionalLong.empty());
  }

  private static Quota perMinute(int most) {
    return new Quota(OptionalInt.empty(), OptionalInt.of(most), OptionalLong.empty());
  }

  private static Quota perDay(long most) {
    return new Quota(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.of(most));
  }
}
