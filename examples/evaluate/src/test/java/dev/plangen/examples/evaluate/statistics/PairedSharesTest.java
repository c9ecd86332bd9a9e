package dev.plangen.examples.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedSharesTest {

  /**
   * Complete response before and after consolidation therapy, in Fagerland, Lydersen and Laake,
   * Statistical Analysis of Contingency Tables, 2017, chapter 8; and table 6.2 of Altman, Machin,
   * Bryant and Gardner, Statistics with Confidence, 2000.
   */
  @ParameterizedTest
  @CsvSource({
    "59, 6, 16, 80, -0.0621, -0.1186, -0.0046",
    "14, 5, 0, 22, 0.1220, 0.0115, 0.2265",
  })
  void theIntervalsAreThePublishedOnes(
      int both,
      int firstOnly,
      int secondOnly,
      int neither,
      double estimate,
      double low,
      double high) {
    Difference difference = new PairedShares(both, firstOnly, secondOnly, neither).difference();

    assertThat(difference.estimate()).isCloseTo(estimate, within(0.00005));
    assertThat(difference.interval().low()).isCloseTo(low, within(0.00005));
    assertThat(difference.interval().high()).isCloseTo(high, within(0.00005));
  }

  @Test
  void noPairThatDiffersIsNoProofOfEquality() {
    Interval interval = new PairedShares(10, 0, 0, 10).difference().interval();

    assertThat(interval.low()).isLessThan(-0.05);
    assertThat(interval.high()).isGreaterThan(0.05);
  }

  @Test
  void marginsOfNoneAndOfAllAreTaken() {
    Difference difference = new PairedShares(0, 20, 0, 0).difference();

    assertThat(difference.estimate()).isEqualTo(1);
    assertThat(difference.interval().low()).isBetween(0.7, 0.99);
    assertThat(difference.interval().high()).isEqualTo(1);
  }

  @Test
  void exchangingTheTwoExchangesTheSigns() {
    Difference one = new PairedShares(5, 2, 8, 5).difference();
    Difference other = new PairedShares(5, 8, 2, 5).difference();

    assertThat(other.estimate()).isEqualTo(-one.estimate());
    assertThat(other.interval().low()).isCloseTo(-one.interval().high(), within(1e-12));
  }

  @Test
  void pairsAreCountedByWhatSucceeded() {
    assertThat(
            PairedShares.of(
                List.of(true, true, true, false, false, false),
                List.of(true, false, false, true, false, false)))
        .isEqualTo(new PairedShares(1, 2, 1, 2));
  }
}
