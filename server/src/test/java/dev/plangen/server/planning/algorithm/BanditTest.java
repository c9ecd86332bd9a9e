package dev.plangen.server.planning.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Arm;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The modified UCB of PlanGEN section 2.1.3; the expected values are worked out by hand. */
class BanditTest {

  private static final Offset<Double> EXACT = within(1e-9);

  private static final double LN_2 = 0.693147180559945;
  private static final double LN_3 = 1.098612288668110;
  private static final double LN_4 = 1.386294361119891;

  /** lambda_prior 2, alpha_diversity 3, alpha_recovery 4. */
  private final Bandit bandit =
      new Bandit(
          new AlgorithmChoice.Mixture(5, 2, 3, 4),
          List.of("a", "b", "c"),
          Map.of("a", 0.9, "b", 0.5, "c", 0.1));

  @Test
  void atTheBeginningOnlyThePriorTellsAlgorithmsApart() {
    // R = 0, C = 1, T = 0: E = sqrt(2 ln 1 / 1) = 0, lambda = 2, D = 3 / 2.
    assertArm("a", 0, 0, 1.8, 1.5, 0);
    assertArm("b", 0, 0, 1.0, 1.5, 0);
    assertArm("c", 0, 0, 0.2, 1.5, 0);
    assertThat(arm("a").bound()).isCloseTo(3.3, EXACT);
    assertThat(Bandit.choose(bandit.arms())).isEqualTo("a");
  }

  @Test
  void aPlanRaisesTheCountOfItsAlgorithmAndTheExplorationOfTheOthers() {
    bandit.learn("a", 0.8, true);

    // T = 1, lambda = 1. Of a: C = 2, R = Rmax = 0.8.
    assertArm("a", 0.5, Math.sqrt(LN_2), 0.9, 1.0, 0);
    assertArm("b", 0, Math.sqrt(2 * LN_2), 0.5, 1.5, 0);
    assertArm("c", 0, Math.sqrt(2 * LN_2), 0.1, 1.5, 0);
  }

  @Test
  void rewardsAddUpAndAreNormalisedByTheGreatestSum() {
    bandit.learn("a", 0.8, true);
    bandit.learn("b", 0.5, true);
    bandit.learn("b", 0.7, true);

    // T = 3: R(a) = 0.8 with C = 2, R(b) = Rmax = 1.2 with C = 3.
    assertArm("a", 0.8 / (2 * 1.2), Math.sqrt(LN_4), 0.45, 1.0, 0);
    assertArm("b", 1.2 / (3 * 1.2), Math.sqrt(2 * LN_4 / 3), 0.25, 0.75, 0);
    assertArm("c", 0, Math.sqrt(2 * LN_4), 0.05, 1.5, 0);
  }

  @Test
  void theWeightOfThePriorFallsAsOneByOnePlusTheTrials() {
    for (int trials = 0; trials < 10; trials++) {
      assertThat(arm("b").prior()).isCloseTo(2.0 / (1 + trials) * 0.5, EXACT);
      bandit.learn("c", 0.3, false);
    }
  }

  @Test
  void whereEveryRewardIsZeroTheNormalisedOnesAreToo() {
    bandit.learn("a", 0, false);
    bandit.learn("b", 0, false);

    assertArm("a", 0, Math.sqrt(LN_3), 0.6, 1.0, 0);
    assertThat(bandit.arms()).allMatch(arm -> arm.normalisedReward() == 0);
  }

  @Test
  void explorationIsAtMostFive() {
    // Of what is never chosen: sqrt(2 ln(T + 1)) passes 5 where T + 1 passes e^12.5 = 268,337.3.
    for (int trials = 0; trials < 268_336; trials++) {
      bandit.learn("a", 0.5, false);
    }
    assertThat(arm("b").exploration()).isLessThan(5).isCloseTo(5, within(1e-5));

    bandit.learn("a", 0.5, false);

    assertThat(arm("b").exploration()).isEqualTo(5);
    assertThat(arm("a").exploration()).isLessThan(0.01);
  }

  @Test
  void diversityFavoursWhatWasChosenSeldom() {
    bandit.learn("a", 1, true);
    bandit.learn("a", 1, false);

    assertThat(arm("a").diversity()).isCloseTo(3.0 / 4, EXACT);
    assertThat(arm("b").diversity()).isCloseTo(3.0 / 2, EXACT);
  }

  @Test
  void onlyAnImprovementAfterAFailureIsARecovery() {
    bandit.learn("a", 0.5, true);
    bandit.learn("b", 0.2, false);
    assertThat(bandit.arms()).allMatch(arm -> arm.recovery() == 0);

    bandit.learn("b", 0.9, true);

    assertThat(arm("a").recovery()).isZero();
    assertThat(arm("b").recovery()).isEqualTo(4);
  }

  @Test
  void recoveriesAreCounted() {
    for (boolean improved : List.of(false, true, false, true)) {
      bandit.learn("c", 0.5, improved);
    }

    assertThat(arm("c").recovery()).isEqualTo(8);
  }

  @Test
  void theBoundIsTheSumOfTheFiveTerms() {
    assertThat(new Arm("a", 0.1, 0.02, 3, 0.4, 5).bound()).isCloseTo(8.52, EXACT);
  }

  @Test
  void theGreatestBoundIsChosenAndOfEqualsTheFirst() {
    Arm low = new Arm("low", 0, 0, 1, 0, 0);
    Arm first = new Arm("first", 0, 2, 0, 0, 0);
    Arm second = new Arm("second", 2, 0, 0, 0, 0);

    assertThat(Bandit.choose(List.of(low, first, second))).isEqualTo("first");
    assertThat(Bandit.choose(List.of(low, second, first))).isEqualTo("second");
  }

  @Test
  void aTermWhoseWeightIsZeroSaysNothing() {
    var plain =
        new Bandit(
            new AlgorithmChoice.Mixture(5, 0, 0, 0), List.of("a", "b"), Map.of("a", 1.0, "b", 0.0));
    plain.learn("b", 0.2, false);
    plain.learn("b", 0.9, true);

    assertThat(plain.arms())
        .allMatch(arm -> arm.prior() == 0 && arm.diversity() == 0 && arm.recovery() == 0);
  }

  private void assertArm(
      String algorithm,
      double normalisedReward,
      double exploration,
      double prior,
      double diversity,
      double recovery) {
    Arm arm = arm(algorithm);
    assertThat(arm.normalisedReward()).as("reward").isCloseTo(normalisedReward, EXACT);
    assertThat(arm.exploration()).as("exploration").isCloseTo(exploration, EXACT);
    assertThat(arm.prior()).as("prior").isCloseTo(prior, EXACT);
    assertThat(arm.diversity()).as("diversity").isCloseTo(diversity, EXACT);
    assertThat(arm.recovery()).as("recovery").isCloseTo(recovery, EXACT);
  }

  private Arm arm(String algorithm) {
    return bandit.arms().stream()
        .filter(arm -> arm.algorithm().equals(algorithm))
        .findFirst()
        .orElseThrow();
  }
}
