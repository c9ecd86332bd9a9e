package dev.plangen.server.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextBoundsTest {

  /**
   * What the last update holds when every text is as long as it may be, the selected one three
   * times.
   */
  private static long longestUpdate(int candidates, int outputTokens) {
    long plans = (candidates + 2L) * outputTokens * TextBounds.BYTES_PER_TOKEN;
    long verdicts = (long) candidates * TextBounds.VERDICT_BYTES;
    return plans + verdicts + TextBounds.CONSTRAINTS_BYTES;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 63, 64})
  void theLongestUpdateFitsWithRoomForWhatIsNotText(int candidates) {
    int tokens = TextBounds.mostOutputTokens(candidates);

    assertThat(longestUpdate(candidates, tokens) + (64 << 10) + candidates * 512L)
        .isLessThanOrEqualTo(TextBounds.UPDATE_BYTES);
    assertThat(longestUpdate(candidates, tokens + 1) + (64 << 10) + candidates * 512L)
        .isGreaterThan(TextBounds.UPDATE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 64})
  void everyPermittedNumberOfCandidatesLeavesRoomForPlans(int candidates) {
    assertThat(TextBounds.mostOutputTokens(candidates)).isGreaterThan(1000);
  }
}
