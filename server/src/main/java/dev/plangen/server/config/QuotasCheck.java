package dev.plangen.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the quotas of a configuration against their bounds. */
record QuotasCheck(Bounds bounds) {

  /** Each has its own metrics. */
  private static final int MOST_TENANTS = 1000;

  void check(QuotasConfig quotas) {
    bounds.require(
        quotas.others().id().isEmpty(),
        "quotas.default.id",
        "must be left out: quotas.tenants are for single tenants");
    limits("quotas.default", quotas.others());
    List<QuotaConfig> tenants = quotas.tenants();
    bounds.require(
        tenants.size() <= MOST_TENANTS, "quotas.tenants", "must list at most " + MOST_TENANTS);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < tenants.size(); i++) {
      String key = "quotas.tenants[" + i + "]";
      String id = tenants.get(i).id().orElse("");
      bounds.id(key + ".id", id, "whose quota this is");
      bounds.require(
          ids.add(id), key + ".id", "is the id of another tenant too; write all of it in one");
      limits(key, tenants.get(i));
    }
  }

  private void limits(String key, QuotaConfig quota) {
    bounds.range(key + ".max_live_runs", quota.maxLiveRuns(), 1, 1_000_000);
    bounds.range(key + ".max_runs_per_minute", quota.maxRunsPerMinute(), 1, 100_000);
    bounds.range(key + ".max_tokens_per_day", quota.maxTokensPerDay(), 1, 1e15);
  }
}
