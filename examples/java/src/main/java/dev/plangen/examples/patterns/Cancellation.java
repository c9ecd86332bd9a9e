package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import java.io.PrintStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a plan for a while and then has no more use for it. Cancelling the future ends the run,
 * with every model call that it has in flight.
 */
public final class Cancellation {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Cancellation() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, Cancellation::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) throws Exception {
    // A request_id of one's own, by which the run can be found afterwards.
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(problem)
            .setRequestId(UUID.randomUUID().toString())
            .build();
    CompletableFuture<SolveResponse> plan = client.solveAsync(request);
    try {
      SolveResponse response = plan.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      out.println(response.getResult().getSelectedSolution().getText());
    } catch (TimeoutException e) {
      plan.cancel(true);
      out.println("cancelled after " + PATIENCE + ": request " + request.getRequestId());
    }
  }
}
