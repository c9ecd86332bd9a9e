package dev.plangen.server.run;

import dev.plangen.server.domain.FailureException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What the tenants have used of their quotas. Tenants that are neither listed nor limited are not
 * known to it, and one of which there is nothing to say is forgotten, so that it does not grow with
 * every name that comes by. Thread-safe; calls nothing that waits.
 */
public final class TenantLedger {

  /** Of the day's counts of tenants without live runs those are dropped that are beyond this. */
  static final int MOST_ACCOUNTS = 100_000;

  /** With each new run: faster than runs can bring new ones. */
  private static final int LOOKED_AT = 2;

  private final Quotas quotas;
  private final InstantSource clock;

  /** Guarded by this; the one first that was not looked at for longest. */
  private final SequencedMap<String, TenantAccount> accounts = new LinkedHashMap<>();

  public TenantLedger(Quotas quotas, InstantSource clock) {
    this.quotas = quotas;
    this.clock = clock;
  }

  /** One that refuses nothing and counts nothing. */
  public static TenantLedger unlimited() {
    return new TenantLedger(Quotas.NONE, InstantSource.system());
  }

  /**
   * Refuses what the tenant may not begin now.
   *
   * @throws FailureException with {@code QuotaExceeded}
   */
  synchronized void require(String tenant) {
    // No account is opened for one that may come to nothing: it would never be looked at again.
    Optional.ofNullable(accounts.get(tenant))
        .flatMap(account -> account.refusal(clock.instant()))
        .ifPresent(
            refusal -> {
              throw new FailureException(refusal);
            });
  }

  /** A run has been admitted; it calls {@link #ended} once. */
  synchronized void began(String tenant) {
    if (isKnown(tenant)) {
      Instant now = clock.instant();
      account(tenant).began(now);
      forget(now);
    }
  }

  synchronized void ended(String tenant) {
    if (isKnown(tenant)) {
      account(tenant).ended();
    }
  }

  /** A request of one of its runs has used up as much; also after the run has ended. */
  synchronized void used(String tenant, long tokens) {
    if (isKnown(tenant)) {
      account(tenant).used(tokens, clock.instant());
    }
  }

  /** How much is used. */
  synchronized QuotaUse use() {
    Instant now = clock.instant();
    Map<String, QuotaUse.Listed> listed = new HashMap<>();
    quotas
        .listed()
        .forEach(
            (tenant, quota) ->
                listed.put(tenant, new QuotaUse.Listed(quota, account(tenant).amount(now))));
    QuotaUse.Amount others =
        accounts.entrySet().stream()
            .filter(entry -> !quotas.listed().containsKey(entry.getKey()))
            .map(entry -> entry.getValue().amount(now))
            .reduce(QuotaUse.Amount.NOTHING, QuotaUse.Amount::plus);
    return new QuotaUse(listed, others);
  }

  synchronized int accounts() {
    return accounts.size();
  }

  private boolean isKnown(String tenant) {
    return quotas.listed().containsKey(tenant) || !quotas.others().isUnlimited();
  }

  private TenantAccount account(String tenant) {
    return accounts.computeIfAbsent(tenant, name -> new TenantAccount(name, quotas.of(name)));
  }

  private void forget(Instant now) {
    for (int i = 0; i < LOOKED_AT; i++) {
      Map.Entry<String, TenantAccount> eldest = accounts.pollFirstEntry();
      TenantAccount account = eldest.getValue();
      boolean mayGo = account.isBlank(now) || accounts.size() >= MOST_ACCOUNTS;
      if (account.hasLiveRuns() || !mayGo) {
        accounts.putLast(eldest.getKey(), account);
      }
    }
  }
}
