package dev.plangen.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemLabelsTest {

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "–", "😀", "a😀"})
  void aProblemComesBackWhole(String unit) {
    String problem = unit.repeat(1200 / unit.length());
    Map<String, String> labels = ProblemLabels.of(problem);
    assertThat(ProblemLabels.problem(labels)).isEqualTo(problem);
    assertFits(labels);
  }

  @Test
  void aLongProblemIsCutOffVisibly() {
    String problem = "😀".repeat(32_000);
    Map<String, String> labels = ProblemLabels.of(problem);
    assertFits(labels);
    String kept = ProblemLabels.problem(labels);
    assertThat(kept).endsWith("😀…");
    assertThat(problem).startsWith(kept.substring(0, kept.length() - 1));
  }

  @Test
  void otherLabelsAreNoPartOfTheProblem() {
    assertThat(
            ProblemLabels.problem(Map.of("team", "a", "problem.00", "Find ", "problem.01", "it")))
        .isEqualTo("Find it");
    assertThat(ProblemLabels.of("")).isEmpty();
  }

  /** As the contract has it, with room for a caller's own. */
  private static void assertFits(Map<String, String> labels) {
    assertThat(labels.size()).isLessThanOrEqualTo(32 - 7);
    assertThat(labels.values())
        .allSatisfy(
            piece -> {
              assertThat(piece.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
              assertThat(new String(piece.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                  .isEqualTo(piece);
            });
  }
}
