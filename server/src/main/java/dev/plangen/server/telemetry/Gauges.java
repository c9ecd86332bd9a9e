package dev.plangen.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What the server holds, beside the limits of it: looked at whenever somebody collects metrics. */
public final class Gauges {

  /**
   * Of the server as a whole, at one moment.
   *
   * @param liveRuns that count against {@code runLimit}
   * @param openCalls of clients, that count against {@code callLimit}
   * @param keptRuns that have ended
   * @param keptBytes about how much memory those take
   */
  public record Level(
      long liveRuns,
      long runLimit,
      long openCalls,
      long callLimit,
      long keptRuns,
      long keptRunLimit,
      long keptBytes,
      long keptByteLimit) {}

  /**
   * Of the queue of one model.
   *
   * @param model as configured
   * @param slots the most calls in flight; 0 if there is no limit
   */
  public record Queue(String model, long inFlight, long waiting, long slots) {}

  private Gauges() {}

  /** From here on these are asked, on the threads that collect; for as long as the meter lives. */
  public static void register(Meter meter, Supplier<Level> level, Supplier<List<Queue>> queues) {
    gauge(meter, "plangen.runs.live", "{run}", "Runs that live.", level, Level::liveRuns);
    gauge(
        meter,
        "plangen.runs.limit",
        "{run}",
        "The most that may: limits.max_live_runs.",
        level,
        Level::runLimit);
    gauge(meter, "plangen.calls.open", "{call}", "Open calls of clients.", level, Level::openCalls);
    gauge(
        meter,
        "plangen.calls.limit",
        "{call}",
        "The most that may be: limits.max_streams.",
        level,
        Level::callLimit);
    gauge(
        meter,
        "plangen.kept.runs",
        "{run}",
        "Runs that have ended and are kept.",
        level,
        Level::keptRuns);
    gauge(
        meter,
        "plangen.kept.runs_limit",
        "{run}",
        "The most that are: retention.max_runs.",
        level,
        Level::keptRunLimit);
    gauge(meter, "plangen.kept.size", "By", "About what they take.", level, Level::keptBytes);
    gauge(
        meter,
        "plangen.kept.size_limit",
        "By",
        "The most that they may: retention.max_bytes.",
        level,
        Level::keptByteLimit);
    ofModels(
        meter, "plangen.model.in_flight", "Requests that hold a slot.", queues, Queue::inFlight);
    ofModels(meter, "plangen.model.waiting", "Requests that wait for one.", queues, Queue::waiting);
    ofModels(
        meter,
        "plangen.model.slots",
        "The slots: max_concurrent_calls; 0 if there is no limit.",
        queues,
        Queue::slots);
  }

  private static void gauge(
      Meter meter,
      String name,
      String unit,
      String description,
      Supplier<Level> level,
      ToLongFunction<Level> value) {
    var _ =
        meter
            .gaugeBuilder(name)
            .ofLongs()
            .setUnit(unit)
            .setDescription(description)
            .buildWithCallback(to -> to.record(value.applyAsLong(level.get())));
  }

  private static void ofModels(
      Meter meter,
      String name,
      String description,
      Supplier<List<Queue>> queues,
      ToLongFunction<Queue> value) {
    var _ =
        meter
            .gaugeBuilder(name)
            .ofLongs()
            .setUnit("{call}")
            .setDescription(description)
            .buildWithCallback(
                to ->
                    queues
                        .get()
                        .forEach(
                            queue ->
                                to.record(
                                    value.applyAsLong(queue),
                                    Attributes.of(Labels.MODEL, queue.model()))));
  }
}
