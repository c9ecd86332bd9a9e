package dev.plangen.examples.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

  /** Method 3 in table I of Newcombe, Statistics in Medicine 17, 1998, pages 857 to 872. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void theIntervalsAreThePublishedOnes(int successes, int trials, double low, double high) {
    Interval interval = Wilson.interval(successes, trials);

    assertThat(interval.low()).isCloseTo(low, within(0.00005));
    assertThat(interval.high()).isCloseTo(high, within(0.00005));
  }

  @Test
  void allOfSomeIsTheMirrorOfNone() {
    Interval all = Wilson.interval(20, 20);

    assertThat(all.high()).isEqualTo(1);
    assertThat(all.low()).isCloseTo(1 - Wilson.interval(0, 20).high(), within(1e-12));
  }

  @Test
  void moreSuccessesThanTrialsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Wilson.interval(3, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> Wilson.interval(0, 0));
  }
}
