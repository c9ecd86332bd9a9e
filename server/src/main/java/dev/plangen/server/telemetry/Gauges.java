package dev.plangen.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.function.Supplier;

/** What the server holds, beside the limits of it: looked at whenever somebody collects metrics. */
public final class Gauges {

  /** How much there is of what is limited, and the limit. */
  public record Use(long now, long limit) {}

  /**
   * Of the server as a whole, at one moment.
   *
   * @param liveRuns that count against their limit
   * @param openCalls of clients, likewise
   * @param keptRuns that have ended
   * @param keptBytes about how much memory those take
   */
  public record Level(Use liveRuns, Use openCalls, Use keptRuns, Use keptBytes) {}

  /**
   * Of the queue of one model.
   *
   * @param model as configured
   * @param slots the most calls in flight; 0 if there is no limit
   */
  public record Queue(String model, long inFlight, long waiting, long slots) {}

  private record UseGauges(ObservableLongMeasurement now, ObservableLongMeasurement limit) {
    void record(Use use) {
      now.record(use.now());
      limit.record(use.limit());
    }
  }

  private final Meter meter;

  private Gauges(Meter meter) {
    this.meter = meter;
  }

  /**
   * From here on these are asked, on the threads that collect, once for each collection; for as
   * long as the meter lives.
   */
  public static void register(Meter meter, Supplier<Level> level, Supplier<List<Queue>> queues) {
    var gauges = new Gauges(meter);
    gauges.ofServer(level);
    gauges.ofModels(queues);
  }

  private void ofServer(Supplier<Level> level) {
    var runs =
        new UseGauges(
            gauge("plangen.runs.live", "{run}", "Runs that live."),
            gauge("plangen.runs.limit", "{run}", "The most that may: limits.max_live_runs."));
    var calls =
        new UseGauges(
            gauge("plangen.calls.open", "{call}", "Open calls of clients."),
            gauge("plangen.calls.limit", "{call}", "The most that may be: limits.max_streams."));
    var kept =
        new UseGauges(
            gauge("plangen.kept.runs", "{run}", "Runs that have ended and are kept."),
            gauge("plangen.kept.runs_limit", "{run}", "The most that are: retention.max_runs."));
    var size =
        new UseGauges(
            gauge("plangen.kept.size", "By", "About what they take."),
            gauge("plangen.kept.size_limit", "By", "The most they may: retention.max_bytes."));
    var _ =
        meter.batchCallback(
            () -> {
              Level now = level.get();
              runs.record(now.liveRuns());
              calls.record(now.openCalls());
              kept.record(now.keptRuns());
              size.record(now.keptBytes());
            },
            runs.now(),
            runs.limit(),
            calls.now(),
            calls.limit(),
            kept.now(),
            kept.limit(),
            size.now(),
            size.limit());
  }

  private void ofModels(Supplier<List<Queue>> queues) {
    ObservableLongMeasurement inFlight =
        gauge("plangen.model.in_flight", "{call}", "Requests that hold a slot.");
    ObservableLongMeasurement waiting =
        gauge("plangen.model.waiting", "{call}", "Requests that wait for one.");
    ObservableLongMeasurement slots =
        gauge(
            "plangen.model.slots",
            "{call}",
            "The slots: max_concurrent_calls; 0 if there is no limit.");
    var _ =
        meter.batchCallback(
            () -> {
              for (Queue queue : queues.get()) {
                Attributes model = Attributes.of(Labels.MODEL, queue.model());
                inFlight.record(queue.inFlight(), model);
                waiting.record(queue.waiting(), model);
                slots.record(queue.slots(), model);
              }
            },
            inFlight,
            waiting,
            slots);
  }

  private ObservableLongMeasurement gauge(String name, String unit, String description) {
    return meter
        .gaugeBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .setDescription(description)
        .buildObserver();
  }
}
