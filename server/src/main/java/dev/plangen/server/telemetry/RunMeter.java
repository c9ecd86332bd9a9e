package dev.plangen.server.telemetry;

import static dev.plangen.server.telemetry.Labels.ALGORITHM;
import static dev.plangen.server.telemetry.Labels.CAUSE;
import static dev.plangen.server.telemetry.Labels.JOB;
import static dev.plangen.server.telemetry.Labels.MODEL;
import static dev.plangen.server.telemetry.Labels.OUTCOME;
import static dev.plangen.server.telemetry.Labels.STEP;

import dev.plangen.server.domain.CallIntent;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Stage;
import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Counts what happens in one run. Thread-safe. */
final class RunMeter implements RunWatch {

  private final Instruments instruments;
  private final Function<String, Optional<ModelKind>> models;
  private final String job;
  private final String model;
  private final String algorithm;
  private final long begun = System.nanoTime();

  /** Of steps that have not ended. Guarded by this. */
  private final Map<Stage, Long> stepsBegun = new EnumMap<>(Stage.class);

  RunMeter(Instruments instruments, RunInfo run, Function<String, Optional<ModelKind>> models) {
    this.instruments = instruments;
    this.models = models;
    this.job = JobName.of(run.job());
    this.model = ModelLabel.of(models.apply(run.job().model())).id();
    this.algorithm = JobName.algorithm(run.job());
  }

  @Override
  public void started() {
    instruments.runsStarted.add(1, Attributes.of(JOB, job, MODEL, model, ALGORITHM, algorithm));
  }

  @Override
  public void readerCame() {
    instruments.readers.add(1);
  }

  @Override
  public void readerLeft(long pieces, long deltas) {
    instruments.readers.add(-1);
    instruments.pieces.add(pieces);
    instruments.deltas.add(deltas);
  }

  @Override
  public void happened(RunEvent event) {
    Steps.begunBy(event).ifPresent(this::stepBegins);
    if (event instanceof RunEvent.SearchStopped(var cause)) {
      instruments.stops.add(1, Attributes.of(CAUSE, cause.name()));
    }
    Steps.endedBy(event).ifPresent(this::stepEnds);
  }

  private synchronized void stepBegins(Stage stage) {
    stepsBegun.putIfAbsent(stage, System.nanoTime());
  }

  private void stepEnds(Stage stage) {
    Long since;
    synchronized (this) {
      since = stepsBegun.remove(stage);
    }
    if (since != null) {
      instruments.stepDuration.record(Seconds.since(since), Attributes.of(STEP, Steps.name(stage)));
    }
  }

  @Override
  public CallWatch calling(CallIntent call) {
    // A step begins with its first call, which may come before the log says so.
    if (call.stage() != Stage.WORKFLOW) {
      stepBegins(call.stage());
    }
    return new CallMeter(instruments, job, ModelLabel.of(models.apply(call.model())));
  }

  @Override
  public void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug) {
    String outcome = Outcome.of(end);
    instruments.runsEnded.add(1, Attributes.of(JOB, job, MODEL, model, OUTCOME, outcome));
    instruments.runDuration.record(Seconds.since(begun), Attributes.of(JOB, job, OUTCOME, outcome));
  }
}
