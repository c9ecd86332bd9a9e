package dev.plangen.server.planning.algorithm;

import java.util.OptionalInt;

/** Rewards as the bandit and the balance take them. */
final class Reward {

  private Reward() {}

  /**
   * A score of -100 to 100 as 0 to 1: sums of rewards that may be negative have no greatest one to
   * be normalised by. One that could not be read is worth nothing.
   */
  static double of(OptionalInt score) {
    return score.isPresent() ? (score.getAsInt() + 100) / 200.0 : 0;
  }
}
