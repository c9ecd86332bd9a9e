package dev.plangen.server.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  @Test
  void theDelayDoublesUpToItsLimit() {
    assertThat(IntStream.of(1, 2, 3, 6, 7, 1000).mapToObj(RetryPolicy.DEFAULT::longestDelay))
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(16),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));
  }

  @Test
  void badValuesAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetryPolicy(0, second, second, second))
        .hasMessageContaining("max_attempts is 0");
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, second, Duration.ofMillis(1), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, second, second, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
