package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Arm;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Chooses algorithms by the modified upper confidence bound (PlanGEN section 2.1.3, Algorithm 1):
 *
 * <pre>
 *   UCB(a)   = Rnorm(a) + E(a) + lambda(T) Prior(a) + D(a) + B(a)
 *   Rnorm(a) = R(a) / (C(a) Rmax),  Rmax = max of all R, 1 if all are 0
 *   E(a)     = min(sqrt(2 ln(T + 1) / C(a)), 5)
 *   lambda(T) = lambda_prior / (1 + T)
 *   D(a)     = alpha_diversity / (C(a) + 1)
 *   B(a)     = alpha_recovery Rec(a)
 * </pre>
 *
 * with R(a) = 0, C(a) = 1, F(a) = 0, Rec(a) = 0 and T = 0 at the beginning. Not thread-safe.
 */
final class Bandit {

  private static final double MOST_EXPLORATION = 5;

  private final AlgorithmChoice.Mixture weights;
  private final Map<String, Double> priors;
  private final Map<String, Tally> records = new LinkedHashMap<>();
  private int trials;

  /** R, C, F and Rec of one algorithm. */
  private record Tally(double rewards, int count, int failures, int recoveries) {
    static final Tally NONE = new Tally(0, 1, 0, 0);
  }

  /**
   * @param priors by algorithm, 0 to 1; the order decides between equals
   */
  Bandit(AlgorithmChoice.Mixture weights, List<String> algorithms, Map<String, Double> priors) {
    this.weights = weights;
    this.priors = Map.copyOf(priors);
    algorithms.forEach(algorithm -> records.put(algorithm, Tally.NONE));
  }

  /** All algorithms with the terms of their bounds, as things stand. */
  List<Arm> arms() {
    double most = records.values().stream().mapToDouble(Tally::rewards).max().orElse(0);
    double normal = most == 0 ? 1 : most;
    return records.entrySet().stream()
        .map(entry -> arm(entry.getKey(), entry.getValue(), normal))
        .toList();
  }

  private Arm arm(String algorithm, Tally record, double normal) {
    return new Arm(
        algorithm,
        record.rewards() / (record.count() * normal),
        Math.min(Math.sqrt(2 * Math.log(trials + 1) / record.count()), MOST_EXPLORATION),
        weights.priorWeight() / (1 + trials) * Objects.requireNonNull(priors.get(algorithm)),
        weights.diversityWeight() / (record.count() + 1),
        weights.recoveryWeight() * record.recoveries());
  }

  /** The algorithm with the greatest bound; of equals the earlier. */
  static String choose(List<Arm> arms) {
    return arms.stream()
        .sorted(Comparator.comparingDouble(arm -> -arm.bound()))
        .findFirst()
        .orElseThrow()
        .algorithm();
  }

  /**
   * An algorithm has made a plan.
   *
   * <p>The paper leaves open when an algorithm has recovered: here, each time that it improves on
   * the best plan so far after it had failed to.
   *
   * @param reward 0 to 1
   * @param improved whether the plan is better than the best before it
   */
  void learn(String algorithm, double reward, boolean improved) {
    trials++;
    records.computeIfPresent(
        algorithm,
        (_, before) ->
            new Tally(
                before.rewards() + reward,
                before.count() + 1,
                improved ? before.failures() : before.failures() + 1,
                improved && before.failures() > 0 ? before.recoveries() + 1 : before.recoveries()));
  }
}
