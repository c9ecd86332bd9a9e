package dev.plangen.server.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextBoundsTest {

  /**
   * What the last update holds when every text is as long as it may be, the selected one three
   * times.
   */
  private static long longestUpdate(int candidates, int verifiers, int outputTokens) {
    long plans = (candidates + 2L) * outputTokens * TextBounds.BYTES_PER_TOKEN;
    long verdicts = (long) candidates * verifiers * TextBounds.VERDICT_BYTES;
    return plans + verdicts + TextBounds.CONSTRAINTS_BYTES;
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "5,1", "16,1", "63,1", "64,1", "1,4", "5,2", "20,3"})
  void theLongestUpdateFitsWithRoomForWhatIsNotText(int candidates, int verifiers) {
    int tokens = TextBounds.mostOutputTokens(candidates, verifiers);

    assertThat(
            longestUpdate(candidates, verifiers, tokens)
                + (64 << 10)
                + 512L * candidates * (1 + verifiers))
        .isLessThanOrEqualTo(TextBounds.UPDATE_BYTES);
    assertThat(
            longestUpdate(candidates, verifiers, tokens + 1)
                + (64 << 10)
                + 512L * candidates * (1 + verifiers))
        .isGreaterThan(TextBounds.UPDATE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 64})
  void everyPermittedNumberOfCandidatesLeavesRoomForPlans(int candidates) {
    assertThat(TextBounds.mostOutputTokens(candidates, 1)).isGreaterThan(1000);
  }
}
