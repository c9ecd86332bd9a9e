package dev.plangen.server.telemetry;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/**
 * The instruments of runs and model calls. {@code docs/metrics.md} says of each what to do when it
 * moves.
 */
final class Instruments {

  /** Seconds. A run may take a day, most take seconds to a quarter of an hour. */
  static final List<Double> DURATIONS =
      List.of(
          0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 60.0, 120.0,
          300.0, 600.0, 900.0, 1200.0, 3600.0);

  /** Those of OpenTelemetry's conventions. */
  private static final List<Long> TOKENS =
      List.of(
          1L,
          4L,
          16L,
          64L,
          256L,
          1024L,
          4096L,
          16_384L,
          65_536L,
          262_144L,
          1_048_576L,
          4_194_304L,
          16_777_216L,
          67_108_864L);

  final LongCounter runsStarted;
  final LongCounter runsEnded;
  final DoubleHistogram runDuration;
  final DoubleHistogram stepDuration;
  final LongCounter stops;
  final LongUpDownCounter readers;
  final LongCounter pieces;
  final LongCounter deltas;
  final LongCounter calls;
  final LongCounter retries;
  final DoubleCounter cost;
  final DoubleHistogram queueWait;
  final DoubleHistogram callDuration;
  final DoubleHistogram timeToFirstChunk;
  final LongHistogram tokenUsage;

  Instruments(Meter meter) {
    runsStarted = counter(meter, "plangen.runs.started", "{run}", "Runs that have begun.");
    runsEnded =
        counter(meter, "plangen.runs.ended", "{run}", "Runs that have ended, by their outcome.");
    runDuration = durations(meter, "plangen.run.duration", "From the start of a run to its end.");
    stepDuration =
        durations(meter, "plangen.step.duration", "From the start of a step to its completion.");
    stops =
        counter(
            meter,
            "plangen.run.stops",
            "{run}",
            "Searches that were stopped, by what stopped them.");
    readers =
        meter
            .upDownCounterBuilder("plangen.readers.open")
            .setUnit("{reader}")
            .setDescription("Calls that read a run.")
            .build();
    pieces =
        counter(
            meter,
            "plangen.stream.pieces",
            "{piece}",
            "Pieces in which models wrote what streams were reading, counted when a stream ends.");
    deltas =
        counter(
            meter,
            "plangen.stream.deltas",
            "{delta}",
            "Updates in which those streams were given it: fewer, where a reader is slow.");
    calls =
        counter(
            meter,
            "plangen.model.calls",
            "{call}",
            "Requests to models that have ended, retries included.");
    retries =
        counter(meter, "plangen.model.retries", "{call}", "Requests that repeat one that failed.");
    cost =
        meter
            .counterBuilder("plangen.model.cost")
            .ofDoubles()
            .setUnit("{currency}")
            .setDescription("Cost of the calls of models with known prices.")
            .build();
    queueWait =
        durations(meter, "plangen.model.queue_wait", "How long requests waited for their turn.");
    callDuration =
        durations(meter, "gen_ai.client.operation.duration", "From sending a request to its end.");
    timeToFirstChunk =
        durations(
            meter,
            "gen_ai.client.operation.time_to_first_chunk",
            "From sending a request to the first piece of its text.");
    tokenUsage =
        meter
            .histogramBuilder("gen_ai.client.token.usage")
            .ofLongs()
            .setUnit("{token}")
            .setDescription("Tokens of a call, as its provider reported them.")
            .setExplicitBucketBoundariesAdvice(TOKENS)
            .build();
  }

  private static LongCounter counter(Meter meter, String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
  }

  private static DoubleHistogram durations(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(DURATIONS)
        .build();
  }
}
