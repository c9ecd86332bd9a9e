package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import java.io.PrintStream;

/**
 * A log line for each step: which run, what it has cost so far, what it produced, what failed. The
 * run id is also in the server's log.
 */
public final class Monitoring {

  private static final System.Logger LOG = System.getLogger(Monitoring.class.getName());

  private Monitoring() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, Monitoring::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request = SolveRequest.newBuilder().setProblem(problem).build();
    try (SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        switch (events.next()) {
          case SolveEvent.Updated(var update) -> log(update);
          case SolveEvent.Restarted(var previousRunId, var runId) ->
              LOG.log(
                  System.Logger.Level.WARNING,
                  "run {0} was lost, {1} begins",
                  previousRunId,
                  runId);
          case SolveEvent.TextWritten text -> {}
        }
      }
    } catch (PlanGenException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "run {0} failed in {1}: {2}",
          e.runId().orElse("none"),
          e.step().map(Enum::name).orElse("the call"),
          e.getMessage());
      throw e;
    }
  }

  private static void log(StepUpdate update) {
    switch (update.getStatus()) {
      case STEP_STATUS_IN_PROGRESS ->
          LOG.log(
              System.Logger.Level.INFO, "run {0}: {1} begins", update.getRunId(), update.getStep());
      case STEP_STATUS_COMPLETE -> {
        LOG.log(
            System.Logger.Level.INFO,
            "run {0}: {1} is complete after {2} model calls, {3} tokens written",
            update.getRunId(),
            update.getStep(),
            update.getUsage().getModelCalls(),
            update.getUsage().hasOutputTokens() ? update.getUsage().getOutputTokens() : "unknown");
        LOG.log(System.Logger.Level.DEBUG, () -> "data: " + update.getData());
      }
      // The exception tells it.
      case STEP_STATUS_ERROR, STEP_STATUS_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }
}
