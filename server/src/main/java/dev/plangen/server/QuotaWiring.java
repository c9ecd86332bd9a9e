package dev.plangen.server;

import dev.plangen.server.config.QuotaConfig;
import dev.plangen.server.config.QuotasConfig;
import dev.plangen.server.run.Quota;
import dev.plangen.server.run.Quotas;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes of the configured quotas what holds for each tenant. */
final class QuotaWiring {

  private QuotaWiring() {}

  static Quotas configured(QuotasConfig config) {
    Map<String, Quota> listed = new HashMap<>();
    for (QuotaConfig tenant : config.tenants()) {
      listed.put(tenant.id().orElseThrow(), quota(tenant.over(config.others())));
    }
    return new Quotas(listed, quota(config.others()));
  }

  private static Quota quota(QuotaConfig config) {
    return new Quota(
        toInt(config.maxLiveRuns()),
        toInt(config.maxRunsPerMinute()),
        config.maxTokensPerDay().map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private static OptionalInt toInt(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }
}
