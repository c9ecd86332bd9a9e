package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stops when it has enough: most candidates say the same, which is good enough here, so what their
 * verification would cost is saved. Leaving the stream ends the run, with every model call that it
 * has in flight.
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
        if (events.next() instanceof SolveEvent.Updated(var update)
            && update.getStep() == Step.STEP_GENERATE_SOLUTIONS
            && update.getStatus() == StepStatus.STEP_STATUS_COMPLETE) {
          Optional<String> agreed = majority(update.getData().getSolutionsList());
          if (agreed.isPresent()) {
            out.println("most say: " + agreed.get());
            out.println("so run " + update.getRunId() + " is left");
            return;
          }
        }
      }
      out.println("the candidates differed, and the best was selected");
    }
  }

  private static Optional<String> majority(List<Solution> solutions) {
    Map<String, Long> votes =
        solutions.stream().collect(Collectors.groupingBy(Solution::getText, Collectors.counting()));
    return votes.entrySet().stream()
        .filter(vote -> 2 * vote.getValue() > solutions.size())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
