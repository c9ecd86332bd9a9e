package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.Run;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import java.io.PrintStream;

/**
 * Starts a run, leaves it, and comes back. All that must be kept meanwhile, in a database or a
 * browser, is the run's id and the sequence of the last update that was seen.
 */
public final class ComeBack {

  private ComeBack() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, ComeBack::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    Run run = client.runs().start(SolveRequest.newBuilder().setProblem(problem).build());
    out.println("started " + run.getRunId());
    long seen = watchFirstStep(client, run.getRunId(), out);
    out.println("left after update " + seen + "; the run goes on");
    watchRest(client, run.getRunId(), seen, out);
  }

  private static long watchFirstStep(PlanGenClient client, String runId, PrintStream out) {
    long seen = 0;
    // Closing a watch leaves the run alone.
    try (SolveStream events = client.runs().watch(runId)) {
      while (events.hasNext()) {
        if (events.next() instanceof SolveEvent.Updated(var update)) {
          print(update, out);
          seen = update.getSequence();
          if (update.getStatus() == StepStatus.STEP_STATUS_COMPLETE) {
            break;
          }
        }
      }
    }
    return seen;
  }

  private static void watchRest(PlanGenClient client, String runId, long seen, PrintStream out) {
    WatchRunRequest request =
        WatchRunRequest.newBuilder().setRunId(runId).setAfterSequence(seen).build();
    try (SolveStream events = client.runs().watch(request)) {
      while (events.hasNext()) {
        if (events.next() instanceof SolveEvent.Updated(var update)) {
          print(update, out);
        }
      }
    }
  }

  private static void print(StepUpdate update, PrintStream out) {
    out.println(update.getSequence() + " " + update.getStep() + " " + update.getStatus());
  }
}
