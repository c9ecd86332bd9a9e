package dev.plangen.server.telemetry;

import dev.plangen.server.domain.Bug;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One structured line for each start and each end of a run. Holds nothing that a caller or a model
 * wrote, but for the model's id and the name of its tenant. Thread-safe.
 */
public final class RunLines implements RunObserver {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.run");

  @Override
  public RunWatch begins(RunInfo run, Function<String, Optional<ModelKind>> models) {
    return new RunWatch() {
      @Override
      public void started() {
        line(LOG.atInfo(), run).log("run started");
      }

      @Override
      public void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug) {
        RunLines.ended(run, end, cost, bug);
      }
    };
  }

  private static void ended(
      RunInfo run, RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug) {
    bug.ifPresent(
        thrown ->
            LOG.atError()
                .addKeyValue("run_id", run.id())
                .log("a bug ended the run:{}", Bug.describe(thrown)));
    line(LOG.atInfo(), run)
        .addKeyValue("outcome", Outcome.of(end))
        .addKeyValue("cause", cause(end))
        .addKeyValue("duration_ms", Duration.between(run.createTime(), Instant.now()).toMillis())
        .addKeyValue("model_calls", cost.calls())
        .addKeyValue("input_tokens", known(cost.tokens().input()))
        .addKeyValue("output_tokens", known(cost.tokens().output()))
        .log("run ended");
  }

  /** The values of a line stand in double quotes. */
  private static LoggingEventBuilder line(LoggingEventBuilder line, RunInfo run) {
    Job job = run.job();
    return line.addKeyValue("run_id", run.id())
        .addKeyValue("tenant", run.caller().tenant().replace('"', '\''))
        .addKeyValue("job", JobName.of(job))
        .addKeyValue("model", job.model())
        .addKeyValue("algorithm", JobName.algorithm(job));
  }

  /** Our own sentence, which tells more than the reason and holds nothing of a provider's. */
  private static String cause(RunEvent.Terminal end) {
    return switch (end) {
      case RunEvent.Finished _ -> "none";
      case RunEvent.Failed(var _, Failure failure) -> failure.message().replace('"', '\'');
    };
  }

  private static String known(OptionalLong count) {
    return count.isPresent() ? Long.toString(count.getAsLong()) : "unknown";
  }
}
