package dev.plangen.server;

import dev.plangen.server.run.Quota;
import dev.plangen.server.run.QuotaUse;
import dev.plangen.server.telemetry.QuotaGauges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes of quotas in use what metrics show of them. */
final class QuotaLevels {

  private QuotaLevels() {}

  static List<QuotaGauges.Level> of(QuotaUse use) {
    List<QuotaGauges.Level> levels = new ArrayList<>();
    use.listed()
        .forEach((tenant, listed) -> levels.add(level(tenant, listed.used(), listed.quota())));
    // Each of the others has a limit of its own, which their sum can't be held against.
    levels.add(level("", use.others(), Quota.UNLIMITED));
    return levels;
  }

  private static QuotaGauges.Level level(String tenant, QuotaUse.Amount used, Quota quota) {
    return new QuotaGauges.Level(
        tenant,
        new QuotaGauges.Use(used.liveRuns(), toLong(quota.liveRuns())),
        new QuotaGauges.Use(used.runsInMinute(), toLong(quota.runsPerMinute())),
        new QuotaGauges.Use(used.tokensToday(), quota.tokensPerDay()));
  }

  private static OptionalLong toLong(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }
}
