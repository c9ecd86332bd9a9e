package dev.plangen.server.planning.algorithm;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Divides a width among beginnings by their rewards. */
final class RewardBalance {

  /**
   * Of the softmax, as in REBASE (arXiv 2408.00724, section 3.2), where it is T_b: one beginning
   * whose reward is 40 of 200 points better than another's gets about seven times its share.
   */
  private static final double TEMPERATURE = 0.1;

  private RewardBalance() {}

  /**
   * How many continuations each beginning gets: in proportion to the softmax of its reward, rounded
   * by the largest remainders, so that they are {@code width} in all.
   *
   * @param rewards -100 to 100; one that could not be read counts as the lowest
   * @return in the order of {@code rewards}
   */
  static int[] divide(int width, List<OptionalInt> rewards) {
    double[] weights =
        rewards.stream().mapToDouble(reward -> Math.exp(Reward.of(reward) / TEMPERATURE)).toArray();
    double sum = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
    int[] counts = new int[weights.length];
    double[] remainders = new double[weights.length];
    int left = width;
    for (int i = 0; i < weights.length; i++) {
      double exact = width * weights[i] / sum;
      counts[i] = (int) exact;
      remainders[i] = exact - counts[i];
      left -= counts[i];
    }
    for (; left > 0; left--) {
      // Of equal ones the earlier, so that a replay divides in the same way.
      int most =
          IntStream.range(0, remainders.length)
              .reduce(0, (a, b) -> remainders[b] > remainders[a] ? b : a);
      counts[most]++;
      remainders[most] = -1;
    }
    return counts;
  }
}
