package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveListener;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a plan for a while and then has no more use for it. Cancelling the future ends the run,
 * with every model call that it has in flight; unless the request has a request_id of one's own, as
 * others may then be waiting for the same run.
 */
public final class Cancellation {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Cancellation() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, Cancellation::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) throws Exception {
    SolveRequest request = SolveRequest.newBuilder().setProblem(problem).build();
    CompletableFuture<String> run = new CompletableFuture<>();
    SolveListener listener =
        new SolveListener() {
          @Override
          public void onRun(String runId) {
            run.complete(runId);
          }
        };
    CompletableFuture<SolveResponse> plan = client.solveAsync(request, listener);
    try {
      SolveResponse response = plan.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      out.println(response.getResult().getSelectedSolution().getText());
    } catch (TimeoutException e) {
      plan.cancel(true);
      out.println("cancelled after " + PATIENCE + ": run " + run.getNow("not begun"));
    }
  }
}
