package dev.plangen.server.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SaturatedTest {

  private static final long[] NUMBERS = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -(1L << 32),
    -3,
    -1,
    0,
    1,
    3,
    1L << 31,
    1L << 32,
    Long.MAX_VALUE
  };

  @Test
  void sumsAndProductsAreRightOrAtTheEndThatTheyAreBeyond() {
    for (long a : NUMBERS) {
      for (long b : NUMBERS) {
        assertThat(Saturated.sum(a, b)).isEqualTo(nearest(big(a).add(big(b))));
        assertThat(Saturated.product(a, b)).isEqualTo(nearest(big(a).multiply(big(b))));
      }
    }
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static long nearest(BigInteger exact) {
    return exact.max(big(Long.MIN_VALUE)).min(big(Long.MAX_VALUE)).longValueExact();
  }
}
