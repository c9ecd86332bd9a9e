package dev.plangen.examples.evaluate.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void theTimeThatIsLeftIsThatOfWhatWasDoneNow() {
    assertThat(ProgressLine.of(60, 100, 50, Duration.ofSeconds(90)))
        .isEqualTo("60/100 runs, 60 %, 0:01:30, 0:06:00 left");
  }

  @Test
  void nothingIsSaidOfTheRestBeforeThereIsAnythingToGoBy() {
    assertThat(ProgressLine.of(50, 100, 50, Duration.ofSeconds(5)))
        .isEqualTo("50/100 runs, 50 %, 0:00:05");
    assertThat(ProgressLine.of(100, 100, 50, Duration.ofHours(2)))
        .isEqualTo("100/100 runs, 100 %, 2:00:00");
  }

  @Test
  void theBarIsFullWhenAllIsDone() {
    assertThat(ProgressLine.bar(0, 8)).isEqualTo("[........................]");
    assertThat(ProgressLine.bar(1, 8)).isEqualTo("[###.....................]");
    assertThat(ProgressLine.bar(8, 8)).isEqualTo("[########################]");
  }
}
