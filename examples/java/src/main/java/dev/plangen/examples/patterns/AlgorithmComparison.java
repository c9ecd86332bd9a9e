package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.TreeOfThought;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One problem, two algorithms at the same time: which plan is better, and what did it cost? */
public final class AlgorithmComparison {

  private static final Algorithm BEST_OF_N =
      Algorithm.newBuilder().setBestOfN(BestOfN.getDefaultInstance()).build();
  private static final Algorithm TREE_OF_THOUGHT =
      Algorithm.newBuilder().setTreeOfThought(TreeOfThought.getDefaultInstance()).build();

  private AlgorithmComparison() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, AlgorithmComparison::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    Map<Algorithm, CompletableFuture<SolveResult>> results = new LinkedHashMap<>();
    for (Algorithm algorithm : new Algorithm[] {BEST_OF_N, TREE_OF_THOUGHT}) {
      SolveRequest request =
          SolveRequest.newBuilder().setProblem(problem).setAlgorithm(algorithm).build();
      results.put(algorithm, client.solveAsync(request).thenApply(r -> r.getResult()));
    }
    out.printf("%-16s %8s %6s %6s %7s%n", "algorithm", "verified", "score", "calls", "tokens");
    results.forEach((algorithm, result) -> print(algorithm, result.join(), out));
  }

  private static void print(Algorithm algorithm, SolveResult result, PrintStream out) {
    out.printf(
        "%-16s %8b %6s %6d %7d%n",
        algorithm.getKindCase(),
        result.getSelectedSolution().getVerified(),
        result.getSelectedSolution().hasScore() ? result.getSelectedSolution().getScore() : "-",
        result.getUsage().getModelCalls(),
        result.getUsage().getInputTokens() + result.getUsage().getOutputTokens());
  }
}
