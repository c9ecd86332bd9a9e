package dev.plangen.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemLabelTest {

  @Test
  void aShortProblemIsTheLabel() {
    assertThat(ProblemLabel.of("Find an hour.")).isEqualTo("Find an hour.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "–", "😀", "a😀"})
  void aLongProblemIsCutBetweenCharactersWhereALabelEnds(String unit) {
    String problem = unit.repeat(300);

    String label = ProblemLabel.of(problem);

    assertThat(problem).startsWith(label);
    assertThat(label.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(252, 255);
    assertThat(new String(label.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(label);
  }
}
