package dev.plangen.server.domain;

/**
 * An algorithm that could be chosen, and the terms of its upper confidence bound (PlanGEN section
 * 2.1.3).
 *
 * @param algorithm its name
 */
public record Arm(
    String algorithm,
    double normalisedReward,
    double exploration,
    double prior,
    double diversity,
    double recovery) {

  public double bound() {
    return normalisedReward + exploration + prior + diversity + recovery;
  }
}
