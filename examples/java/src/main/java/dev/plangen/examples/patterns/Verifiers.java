package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.v1.ConstraintVerdict;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.VerificationResult;
import java.io.PrintStream;

/**
 * Lets a program that proves and a model that judges verify each candidate, and shows what they
 * say. A verifier of one's own, such as the one of examples/verifier-java, is named in the same
 * way, by its id in the server's configuration.
 */
public final class Verifiers {

  private Verifiers() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, Verifiers::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(problem)
            .addVerifiers("calendar")
            .addVerifiers("llm")
            .build();
    SolveResult result = client.solve(request).getResult();
    result.getVerificationResultsList().forEach(verdict -> print(verdict, out));
    out.printf(
        "selected %s: verified %b, proven %b%n",
        result.getSelectedSolution().getCandidateId(),
        result.getSelectedSolution().getVerified(),
        result.getSelectedSolution().getSound());
  }

  private static void print(VerificationResult verdict, PrintStream out) {
    out.printf(
        "%s %s %s %s%n",
        verdict.getCandidateId(),
        verdict.getVerifier(),
        verdict.hasScore() ? verdict.getScore() : "-",
        verdict.getOutcome());
    for (ConstraintVerdict constraint : verdict.getConstraintVerdictsList()) {
      if (constraint.getOutcome() == Outcome.OUTCOME_VETOED) {
        out.println("    broken: " + constraint.getConstraint() + " " + constraint.getReason());
      }
    }
  }
}
