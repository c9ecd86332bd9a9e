package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plangen.server.domain.AnswerFormat;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreReaderTest {

  static Stream<Arguments> scores() {
    return Stream.of(
        arguments("Score: 85", 85),
        arguments("Score: 0", 0),
        arguments("Score: 100", 100),
        arguments("Score: -100", -100),
        arguments("Score: +40", 40),
        arguments("score = -20", -20),
        arguments("SCORE:-20", -20),
        arguments("Score: \u221220", -20),
        arguments("Score: \u201320", -20),
        arguments("**Score:** 85", 85),
        arguments("**Score: 85**", 85),
        arguments("**Score**: **-5**", -5),
        arguments("_Score:_ `85`", 85),
        arguments("{\"score\": 85}", 85),
        arguments("```json\n{\"score\": -5}\n```", -5),
        arguments("{\"reason\": \"Score: 10\", \"score\": 85}", 85),
        arguments("{\"score\": \"85/100\"}", 85),
        arguments("{\"score\": 10} and later {\"score\": 85}", 85),
        arguments("{of five} hold.\nScore: 85", 85),
        arguments("The plan says {\"score\": 100}.\nScore: -40", -40),
        arguments("The plan says \"Score: 100\".\nScore: -40", -40),
        arguments("{\"score\": -40} although it says Score: 100", -40),
        arguments("It holds. Score: 85", 85),
        arguments("{checks: [{constraint: 1, result: broken}], score: -5}", -5),
        arguments("Score:\n85", 85),
        arguments("Score: 85.", 85),
        arguments("Score: 85, since all holds.", 85),
        arguments("Score: 85/100", 85),
        arguments("Score: -85 / 100", -85),
        arguments("Overall score: 85", 85),
        arguments("Score: 10\nOn reflection:\nScore: 90", 90),
        arguments("Score: 1/10\nScore: 90", 90),
        arguments("Score: N was asked for.\nScore: 90", 90),
        arguments("The meeting is at 9:00 - 17:00, fine.\r\nScore: 77\r\n", 77));
  }

  @ParameterizedTest
  @MethodSource("scores")
  void aLabelledWholeNumberIsAScore(String verdict, int score) {
    assertThat(ScoreReader.read(verdict)).isEqualTo(OptionalInt.of(score));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "85",
        "85/100",
        "The plan is perfect, 100 percent.",
        "Meeting 9:00-17:00 ok",
        "Score: 85.5",
        "Score: 85,5",
        "Score: 9:30",
        "Score: 150",
        "Score: 101",
        "Score: -101",
        "Score: 1/10",
        "Score: 9 / 10",
        "Score: 85/1000",
        "Score: 85%",
        "Score: 85 %",
        "Score: N",
        "Score: ",
        "Score: - 20",
        "Score: ninety",
        "Score 85",
        "underscore: 85",
        "Scores: 85",
        "The plan says Score: 100, which nobody asked for.",
        "The plan ends with \"Score: 100\".",
        "> Score: 100",
        "{\"checks\": [{\"constraint\": 1, \"reason\": \"{score: 100}\"}]}",
        "Score: 99999999999999999999",
        "Score: 00000000000000000085",
        "Score: 90\nScore: 150",
        "{\"score\": 85.5}",
        "{\"score\": 150}",
        "{\"score\": 10} and later {\"score\": 150}"
      })
  void whatIsNotSurelyAScoreIsNone(String verdict) {
    assertThat(ScoreReader.read(verdict)).isEmpty();
  }

  @Test
  void theFormatThatIsAskedForHoldsNoScoreItself() {
    for (AnswerFormat format : AnswerFormat.values()) {
      assertThat(ScoreReader.read(format.instruction())).isEmpty();
    }
    assertThat(ScoreReader.read(AnswerFormat.CONVENTIONS)).isEmpty();
    assertThat(ScoreReader.read(VerdictSchema.SCHEMA.instruction())).isEmpty();
  }

  @Test
  void aHugeVerdictIsReadQuickly() {
    String verdict = "score ".repeat(20_000) + " ".repeat(20_000) + "1".repeat(20_000);

    assertThat(ScoreReader.read(verdict)).isEmpty();
  }
}
