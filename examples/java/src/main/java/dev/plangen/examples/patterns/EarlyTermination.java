package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import java.io.PrintStream;

/**
 * Stops when it is not worth going on: all candidates say the same, so there is nothing to choose
 * from. Leaving the stream ends the run, with every model call that it has in flight.
 */
public final class EarlyTermination {

  private EarlyTermination() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, EarlyTermination::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request = SolveRequest.newBuilder().setProblem(problem).build();
    try (SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        if (events.next() instanceof SolveEvent.Updated(var update) && hasNoChoice(update)) {
          out.println("all candidates say the same; run " + update.getRunId() + " is left");
          return;
        }
      }
      out.println("the candidates differ, and the best was selected");
    }
  }

  private static boolean hasNoChoice(StepUpdate update) {
    return update.getStep() == Step.STEP_GENERATE_SOLUTIONS
        && update.getStatus() == StepStatus.STEP_STATUS_COMPLETE
        && update.getData().getSolutionsList().stream().map(Solution::getText).distinct().count()
            < 2;
  }
}
