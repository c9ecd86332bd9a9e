package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepData;
import dev.plangen.v1.VerificationResult;
import java.io.PrintStream;

/**
 * Collects what every step produced, for a look at how a plan came about. An update holds its own
 * step's results only, so all of them merged are the whole.
 */
public final class IntermediateResults {

  private IntermediateResults() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, IntermediateResults::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request = SolveRequest.newBuilder().setProblem(problem).build();
    StepData.Builder results = StepData.newBuilder();
    try (SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        switch (events.next()) {
          case SolveEvent.Updated(var update) -> results.mergeFrom(update.getData());
          case SolveEvent.Restarted restarted -> results.clear();
          case SolveEvent.TextWritten text -> {}
        }
      }
    }
    out.println(results.getConstraintsCount() + " constraints:");
    results.getConstraintsList().forEach(constraint -> out.println("  " + constraint));
    out.println(results.getSolutionsCount() + " candidates:");
    results.getVerificationResultsList().forEach(verdict -> print(verdict, out));
    out.println("selected: " + results.getSelectedSolution().getCandidateId());
  }

  private static void print(VerificationResult verdict, PrintStream out) {
    // A verdict without a score is not one of 0.
    String score = verdict.hasScore() ? verdict.getScore() + " of 100" : "no score";
    out.println("  " + verdict.getCandidateId() + ": " + score);
  }
}
