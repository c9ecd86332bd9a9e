package dev.plangen.examples.terminal.follow;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.Run;
import io.grpc.Context;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How a run is left before its end. */
public enum Farewell {
  /** The run was started for this process: it is cancelled. */
  CANCEL("cancels the run") {
    @Override
    String say(PlanGenClient client, SolveStream events) {
      Optional<String> runId = events.runId();
      events.close();
      if (runId.isEmpty()) {
        // Waits for the run that may be about to exist, which is cancelled then.
        client.close();
        return "Cancelled, before the run had begun.";
      }
      try {
        return said(cancel(client, runId.get()));
      } catch (PlanGenException e) {
        return "The server can't be reached to cancel run "
            + runId.get()
            + "; it cancels it by itself, 30 s after it has lost this client.";
      }
    }
  },
  /** Others have started it: it goes on. */
  LEAVE("leaves the run, which goes on") {
    @Override
    String say(PlanGenClient client, SolveStream events) {
      Optional<String> runId = events.runId();
      events.close();
      return runId
          .map(id -> "Left run " + id + "; it goes on. plangen cancel " + id + " ends it.")
          .orElse("Left.");
    }
  };

  private static final long PATIENCE_SECONDS = 3;

  private final String whatCtrlCDoes;

  Farewell(String whatCtrlCDoes) {
    this.whatCtrlCDoes = whatCtrlCDoes;
  }

  public String whatCtrlCDoes() {
    return whatCtrlCDoes;
  }

  /** Leaves, and returns what a person should know of it. Takes 3 seconds at the most. */
  abstract String say(PlanGenClient client, SolveStream events);

  private static Run cancel(PlanGenClient client, String runId) {
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Context.CancellableContext soon =
            Context.current().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS, timer)) {
      Context before = soon.attach();
      try {
        return client.runs().cancel(runId);
      } finally {
        soon.detach(before);
        timer.shutdownNow();
      }
    }
  }

  private static String said(Run run) {
    return switch (run.getState()) {
      case RUN_STATE_COMPLETE, RUN_STATE_FAILED -> "Run " + run.getRunId() + " had ended already.";
      // RUNNING for the moment that its end takes.
      case RUN_STATE_CANCELLED, RUN_STATE_RUNNING, RUN_STATE_UNSPECIFIED, UNRECOGNIZED ->
          "Cancelled run " + run.getRunId() + ".";
    };
  }
}
