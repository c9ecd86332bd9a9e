package dev.plangen.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What tenants use of their quotas. Those that the operator has named have a label each; all others
 * are one, because a caller can invent any number of them.
 */
public final class QuotaGauges {

  /** What is used, and the most that may be; empty if there is no limit. */
  public record Use(long used, OptionalLong limit) {}

  /**
   * Of one tenant.
   *
   * @param tenant as configured; empty for all others together
   */
  public record Level(String tenant, Use liveRuns, Use runsInMinute, Use tokensToday) {}

  private QuotaGauges() {}

  /** From here on {@code levels} are asked, on the threads that collect. */
  public static void register(Meter meter, Supplier<List<Level>> levels) {
    pair(meter, "plangen.quota.live_runs", "{run}", "Runs that live", levels, Level::liveRuns);
    pair(
        meter,
        "plangen.quota.runs_in_minute",
        "{run}",
        "Runs that have begun within the last minute",
        levels,
        Level::runsInMinute);
    pair(
        meter,
        "plangen.quota.tokens_today",
        "{token}",
        "Tokens since midnight UTC",
        levels,
        Level::tokensToday);
  }

  private static void pair(
      Meter meter,
      String name,
      String unit,
      String description,
      Supplier<List<Level>> levels,
      Function<Level, Use> of) {
    gauge(
        meter,
        name,
        unit,
        description + ", by tenant.",
        to -> levels.get().forEach(level -> to.record(of.apply(level).used(), labels(level))));
    gauge(
        meter,
        name + "_limit",
        unit,
        description + ": the most that may be.",
        to ->
            levels
                .get()
                .forEach(
                    level ->
                        of.apply(level).limit().ifPresent(most -> to.record(most, labels(level)))));
  }

  private static Attributes labels(Level level) {
    return level.tenant().isEmpty()
        ? Attributes.empty()
        : Attributes.of(Labels.TENANT, level.tenant());
  }

  private static void gauge(
      Meter meter,
      String name,
      String unit,
      String description,
      Consumer<ObservableLongMeasurement> callback) {
    var _ =
        meter
            .gaugeBuilder(name)
            .ofLongs()
            .setUnit(unit)
            .setDescription(description)
            .buildWithCallback(callback);
  }
}
