package dev.plangen.server.planning.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RewardBalanceTest {

  private static final OptionalInt UNREADABLE = OptionalInt.empty();

  @Test
  void theRootAloneGetsTheWholeWidth() {
    assertThat(RewardBalance.divide(10, List.of(UNREADABLE))).containsExactly(10);
  }

  @Test
  void sharesAreInProportionToTheSoftmaxRoundedByTheLargestRemainders() {
    // 0.8 and 0.6 of 1 at temperature 0.1: e^8 to e^6, so 8.81 and 1.19 of 10.
    assertThat(divide(10, 60, 20)).containsExactly(9, 1);
    // 0.75, 0.65, 0.6: e^1.5 to e^0.5 to 1, so 5.06, 1.86 and 1.13 of 8: one is left, for 0.86.
    assertThat(divide(8, 50, 30, 20)).containsExactly(5, 2, 1);
    // e^4 to 1: 7.86 and 0.14 of 8.
    assertThat(divide(8, 100, 20)).containsExactly(8, 0);
  }

  @Test
  void equalRewardsShareEvenlyAndTheEarlierGetWhatIsLeft() {
    assertThat(divide(9, 10, 10, 10)).containsExactly(3, 3, 3);
    assertThat(divide(5, -40, -40, -40)).containsExactly(2, 2, 1);
    assertThat(divide(2, 7, 7, 7, 7)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void anUnreadableRewardCountsAsTheLowest() {
    assertThat(RewardBalance.divide(6, List.of(UNREADABLE, OptionalInt.of(-100))))
        .containsExactly(3, 3);
    assertThat(RewardBalance.divide(6, List.of(UNREADABLE, OptionalInt.of(0))))
        .containsExactly(0, 6);
  }

  @Test
  void whateverTheRewardsTheSharesAddUpToTheWidthAndTheBetterGetNoFewer() {
    var random = new Random(2502);
    for (int round = 0; round < 2_000; round++) {
      int width = 1 + random.nextInt(20);
      List<OptionalInt> rewards =
          Stream.generate(() -> reward(random)).limit(1 + random.nextInt(20)).toList();

      int[] shares = RewardBalance.divide(width, rewards);

      assertThat(shares).as("%s of %s", width, rewards).hasSize(rewards.size());
      assertThat(IntStream.of(shares).sum()).as("%s of %s", width, rewards).isEqualTo(width);
      for (int i = 0; i < shares.length; i++) {
        for (int j = 0; j < shares.length; j++) {
          if (value(rewards.get(i)) > value(rewards.get(j))) {
            assertThat(shares[i]).as("%s of %s", width, rewards).isGreaterThanOrEqualTo(shares[j]);
          }
        }
      }
    }
  }

  @Test
  void rewardsAreMappedToZeroToOne() {
    assertThat(Reward.of(OptionalInt.of(-100))).isZero();
    assertThat(Reward.of(OptionalInt.of(0))).isEqualTo(0.5);
    assertThat(Reward.of(OptionalInt.of(90))).isEqualTo(0.95);
    assertThat(Reward.of(OptionalInt.of(100))).isOne();
    assertThat(Reward.of(UNREADABLE)).isZero();
  }

  private static OptionalInt reward(Random random) {
    return random.nextInt(8) == 0 ? UNREADABLE : OptionalInt.of(random.nextInt(201) - 100);
  }

  private static int value(OptionalInt reward) {
    return reward.orElse(-100);
  }

  private static int[] divide(int width, int... rewards) {
    return RewardBalance.divide(width, IntStream.of(rewards).mapToObj(OptionalInt::of).toList());
  }
}
