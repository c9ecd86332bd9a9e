package dev.plangen.examples.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final int THINGS = 400;

  /** Of 400 things every other is a success: the standard error of their share is 0.025. */
  private static double[] share(int[] sample) {
    return new double[] {Arrays.stream(sample).filter(thing -> thing % 2 == 0).count() / 400.0};
  }

  @Test
  void theIntervalOfAMeanIsThatOfTheNormalDistribution() {
    Interval interval = Bootstrap.intervals(THINGS, BootstrapTest::share).getFirst();

    assertThat(interval.low()).isCloseTo(0.5 - 1.96 * 0.025, within(0.0035));
    assertThat(interval.high()).isCloseTo(0.5 + 1.96 * 0.025, within(0.0035));
  }

  @Test
  void theDrawsAreTheSameEachTime() {
    assertThat(Bootstrap.intervals(THINGS, BootstrapTest::share))
        .isEqualTo(Bootstrap.intervals(THINGS, BootstrapTest::share));
  }

  /** Drawn one by one, the difference of the two would spread by more than each of them. */
  @Test
  void whatIsMeasuredOfAThingIsDrawnWithIt() {
    List<Interval> intervals =
        Bootstrap.intervals(
            THINGS,
            sample -> {
              double share = share(sample)[0];
              return new double[] {share, (share + 0.1) - share};
            });

    assertThat(intervals).hasSize(2);
    assertThat(intervals.get(1).high() - intervals.get(1).low()).isLessThan(1e-9);
  }
}
