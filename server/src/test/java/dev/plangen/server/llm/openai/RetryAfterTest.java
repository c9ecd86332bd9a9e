package dev.plangen.server.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void secondsAndFractionsAreRead() {
    assertThat(read("retry-after", "20")).contains(Duration.ofSeconds(20));
    assertThat(read("Retry-After", " 0.25 ")).contains(Duration.ofMillis(250));
  }

  @Test
  void aDateIsTheTimeUntilThen() {
    assertThat(read("retry-after", "Fri, 20 Nov 2026 10:00:30 GMT"))
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void aDateThatHasPassedIsNoWait() {
    assertThat(read("retry-after", "Fri, 20 Nov 2026 09:59:00 GMT")).contains(Duration.ZERO);
  }

  @Test
  void millisecondsComeBeforeSeconds() {
    Headers both = Headers.builder().put("retry-after", "2").put("retry-after-ms", "1500").build();
    assertThat(RetryAfter.of(both, NOW)).contains(Duration.ofMillis(1500));
  }

  @Test
  void whatCannotBeReadIsNoWish() {
    assertThat(read("retry-after", "soon")).isEmpty();
    assertThat(read("retry-after", "-5")).isEmpty();
    assertThat(read("retry-after", "99999999999999999999")).isEmpty();
    assertThat(RetryAfter.of(Headers.builder().build(), NOW)).isEmpty();
  }

  private static Optional<Duration> read(String name, String value) {
    return RetryAfter.of(Headers.builder().put(name, value).build(), NOW);
  }
}
