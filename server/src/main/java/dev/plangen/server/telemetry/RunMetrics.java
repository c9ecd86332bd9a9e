package dev.plangen.server.telemetry;

import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import io.opentelemetry.api.metrics.Meter;
import java.util.function.Function;

/**
 * Counts runs and model calls. No label is what a caller may invent: models are told by their
 * configured ids. Thread-safe.
 */
public final class RunMetrics implements RunObserver {

  private final Instruments instruments;
  private final Function<String, ModelLabel> labels;

  /**
   * @param labels of the models, by id
   */
  public RunMetrics(Meter meter, Function<String, ModelLabel> labels) {
    this.instruments = new Instruments(meter);
    this.labels = labels;
  }

  @Override
  public RunWatch begins(RunInfo run) {
    return new RunMeter(instruments, run, labels);
  }
}
