package dev.plangen.server.telemetry;

import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import io.opentelemetry.api.metrics.Meter;
import java.util.Optional;
import java.util.function.Function;

/**
 * Counts runs and model calls. No label is what a caller may invent: models are told by their
 * configured ids. Thread-safe.
 */
public final class RunMetrics implements RunObserver {

  private final Instruments instruments;

  public RunMetrics(Meter meter) {
    this.instruments = new Instruments(meter);
  }

  @Override
  public RunWatch begins(RunInfo run, Function<String, Optional<ModelKind>> models) {
    return new RunMeter(instruments, run, models);
  }
}
