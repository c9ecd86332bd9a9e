package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriorReaderTest {

  private static final List<String> ALGORITHMS = List.of("best_of_n", "tree_of_thought", "rebase");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "best_of_n: 0.7\ntree_of_thought: 0.25\nrebase: 1",
        "- **best_of_n**: 0.70\r\n- **tree_of_thought**: .25\r\n- **rebase**: 1.0\r\n",
        "`best_of_n` = 0.7, `tree_of_thought` = 0.25, `rebase` = 1.",
        "Best of N: **0.7**\nTree of Thought: 0.25\nREBASE: 1",
        "best_of_n: 0.1\nOn reflection:\nbest_of_n: 0.7\ntree_of_thought: 0.25\nrebase: 1",
        "{\"best_of_n\": 0.7, \"tree_of_thought\": 0.25, \"rebase\": 1}",
        "```json\n{\"rebase\": 1, \"tree_of_thought\": 0.25, \"best_of_n\": 0.7}\n```",
        "{\"best_of_n\": \"0.7\", \"tree_of_thought\": 0.25, \"rebase\": 1}",
        "{\"best_of_n\": 0.5} was the form. {\"best_of_n\": 0.7, \"tree_of_thought\": 0.25,"
            + " \"rebase\": 1}",
      })
  void numbersAreReadOffJsonOrLines(String answer) {
    assertThat(PriorReader.read(answer, ALGORITHMS))
        .containsExactly(
            Map.entry("best_of_n", 0.7),
            Map.entry("tree_of_thought", 0.25),
            Map.entry("rebase", 1.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rebase",
        "rebase: high",
        "rebase: 1.1",
        "rebase: 70",
        "rebase: 70%",
        "rebase: 7/10",
        "rebase: 7 / 10",
        "rebase: 0,7",
        "rebase: -0.7",
        "rebase: 1e-3",
        "rebase: 0.7.1",
        "rebase: 0.99999999999999999999",
        "my_rebase: 0.7",
        "re-base: 0.7",
        "{\"rebase\": 1.1}",
        "{\"rebase\": null}",
        "{\"rebase\": 1e400}",
        "{\"rebase\": {\"prior\": 0.7}}",
      })
  void whatCannotBeReadIsNeutral(String answer) {
    assertThat(PriorReader.read(answer, List.of("rebase")))
        .containsExactly(Map.entry("rebase", PriorReader.NEUTRAL));
  }

  @Test
  void eachAlgorithmIsReadOnItsOwn() {
    assertThat(PriorReader.read("best_of_n: 2\nrebase: 0.9", ALGORITHMS))
        .isEqualTo(Map.of("best_of_n", 0.5, "tree_of_thought", 0.5, "rebase", 0.9));
  }

  @Test
  void theFormatThatIsAskedForIsNotTakenForAnAnswerOfOthers() {
    assertThat(PriorReader.read(PriorSchema.of(ALGORITHMS).instruction(), ALGORITHMS))
        .containsOnlyKeys(ALGORITHMS)
        .containsValue(PriorReader.NEUTRAL)
        .doesNotContainValue(1.0);
  }

  @Test
  void aHugeAnswerIsReadQuickly() {
    String answer = "best_of_n ".repeat(2_000) + " ".repeat(20_000) + "1".repeat(20_000);

    assertThat(PriorReader.read(answer, ALGORITHMS)).containsEntry("best_of_n", 0.5);
  }
}
