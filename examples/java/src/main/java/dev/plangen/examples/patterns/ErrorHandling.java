package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import dev.plangen.v1.SolveRequest;
import java.io.PrintStream;

/**
 * What to do about each kind of failure. Broken connections, full servers and rate limits are not
 * among them: the client has come back by itself, as long as the deadline allowed.
 */
public final class ErrorHandling {

  private ErrorHandling() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, ErrorHandling::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request = SolveRequest.newBuilder().setProblem(problem).build();
    try {
      out.println(client.solve(request).getResult().getSelectedSolution().getText());
    } catch (PlanGenException e) {
      out.println(advice(e));
    }
  }

  /** Decides by status and reason; the message is for people. */
  private static String advice(PlanGenException e) {
    return switch (e.code()) {
      case INVALID_ARGUMENT -> "Correct the request: " + e.fieldViolations();
      case NOT_FOUND -> "Name something that the server has: " + e.reason();
      case FAILED_PRECONDITION -> "This prompt, or this model, will not do: " + e.getMessage();
      case ABORTED ->
          "No answer was of use in "
              + e.step().map(Enum::name).orElse("the call")
              + "; other sampling, or a simpler problem, may help";
      case RESOURCE_EXHAUSTED ->
          e.retryDelay()
              .map(delay -> "Too busy, even after retries; come back in " + delay)
              .orElse("The budget was used up before there was a plan: raise it");
      case UNAVAILABLE -> "The server, or what it depends on, is down: " + e.reason();
      case DEADLINE_EXCEEDED -> "It took too long; a soft_deadline gives the best plan so far";
      case CANCELLED -> "Somebody has ended the run " + e.runId().orElse("");
      default -> "Report this, with the run " + e.runId().orElse("") + ": " + e.getMessage();
    };
  }
}
