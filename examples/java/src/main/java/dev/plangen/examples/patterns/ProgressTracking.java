package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;

/** How far a solve is, as a percentage: each of the four steps that is complete is a quarter. */
public final class ProgressTracking {

  private static final Set<Step> STEPS =
      EnumSet.of(
          Step.STEP_EXTRACT_CONSTRAINTS,
          Step.STEP_GENERATE_SOLUTIONS,
          Step.STEP_VERIFY_SOLUTIONS,
          Step.STEP_SELECT_SOLUTION);

  private ProgressTracking() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, ProgressTracking::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request = SolveRequest.newBuilder().setProblem(problem).build();
    Set<Step> complete = EnumSet.noneOf(Step.class);
    try (SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        switch (events.next()) {
          case SolveEvent.Updated(var update) -> {
            if (update.getStatus() == StepStatus.STEP_STATUS_COMPLETE) {
              complete.add(update.getStep());
            }
            out.printf("%3d %%  %s%n", 100 * complete.size() / STEPS.size(), update.getStep());
          }
          // The run was lost, and another has taken its place: it begins anew.
          case SolveEvent.Restarted restarted -> complete.clear();
          case SolveEvent.TextWritten text -> {}
        }
      }
    }
  }
}
