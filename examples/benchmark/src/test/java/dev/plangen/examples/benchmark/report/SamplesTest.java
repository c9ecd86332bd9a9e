package dev.plangen.examples.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void theMedianIsTheMiddleOneOrLiesBetweenTheMiddleTwo() {
    assertThat(Samples.median(new double[] {9, 1, 5})).isEqualTo(5);
    assertThat(Samples.median(new double[] {9, 1, 5, 7})).isEqualTo(6);
  }

  @Test
  void thePercentileIsOneOfTheValues() {
    double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> i).toArray();

    assertThat(Samples.percentile(hundred, 0.99)).isEqualTo(99);
    assertThat(Samples.percentile(hundred, 1)).isEqualTo(100);
    assertThat(Samples.percentile(new double[] {4}, 0.5)).isEqualTo(4);
  }

  @Test
  void nothingHasNoMedian() {
    assertThatIllegalArgumentException().isThrownBy(() -> Samples.median(new double[0]));
  }
}
