package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.planning.prompt.VerdictReader.Reading;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictReaderTest {

  private static final List<String> CONSTRAINTS = List.of("x <= 3", "It is short.");

  private static final String JSON =
      """
      {"checks": [
        {"constraint": 1, "reason": "x is 4 – too great", "result": "broken"},
        {"constraint": 2, "reason": "two words", "result": "satisfied"}], "score": -20}
      """;

  @Test
  void jsonGivesTheScoreAndAVerdictForEachConstraint() {
    Reading reading = VerdictReader.read(JSON, CONSTRAINTS);

    assertThat(reading.score()).hasValue(-20);
    assertThat(reading.constraints())
        .containsExactly(
            new ConstraintVerdict("x <= 3", OptionalInt.of(0), Ruling.VETOED, "x is 4 – too great"),
            new ConstraintVerdict("It is short.", OptionalInt.of(1), Ruling.PASSED, "two words"));
    assertThat(reading.feedback())
        .isEqualTo("1. broken: x is 4 – too great\n2. satisfied: two words\nScore: -20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```json\n%s```",
        "Here is my check {of the plan}:\n%s\nThat is all, with Score: 90.",
        "{\"thought\": \"so far\"} %s",
        "{\"checks\": [], \"score\": 50}\n%s",
        "} { %s",
      })
  void whatStandsAroundTheJsonIsLeftOut(String around) {
    Reading reading = VerdictReader.read(around.formatted(JSON), CONSTRAINTS);

    assertThat(reading).isEqualTo(VerdictReader.read(JSON, CONSTRAINTS));
  }

  @Test
  void aScoreWithinAReasonIsNotTheScore() {
    String json =
        """
        {"checks": [{"constraint": 1, "reason": "it says Score: 100", "result": "broken"}], "score": 5}
        """;

    assertThat(VerdictReader.read(json, CONSTRAINTS).score()).hasValue(5);
  }

  @Test
  void textIsReadForItsScoreAndKept() {
    Reading reading = VerdictReader.read("1. x <= 3: satisfied.\nScore: 97", CONSTRAINTS);

    assertThat(reading.score()).hasValue(97);
    assertThat(reading.feedback()).isEqualTo("1. x <= 3: satisfied.\nScore: 97");
    assertThat(reading.constraints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"checks\": [{\"constraint\": 1, \"reason\": \"cut o",
        "{\"checks\": \"none\", \"grade\": 5}",
        "{\"checks\": [1, \"two\", null]}",
        "All good {really}!",
      })
  void whatIsNoVerdictIsKeptWithoutAScore(String text) {
    assertThat(VerdictReader.read(text, CONSTRAINTS))
        .isEqualTo(new Reading(OptionalInt.empty(), text, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"101", "-101", "85.5", "\"high\"", "null", "99999999999999999999"})
  void aScoreThatIsNoneLeavesTheChecks(String score) {
    Reading reading =
        VerdictReader.read(JSON.replace("\"score\": -20", "\"score\": " + score), CONSTRAINTS);

    assertThat(reading.score()).isEmpty();
    assertThat(reading.constraints()).hasSize(2);
    assertThat(reading.feedback()).doesNotContain("Score");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3", "-1", "\"the first\"", "null", "1.7e300"})
  void aCheckOfNoConstraintIsNoVerdictButFeedback(String number) {
    Reading reading =
        VerdictReader.read(
            JSON.replace("\"constraint\": 1", "\"constraint\": " + number), CONSTRAINTS);

    assertThat(reading.constraints())
        .extracting(ConstraintVerdict::index)
        .containsExactly(OptionalInt.of(1));
    assertThat(reading.feedback()).contains("x is 4");
  }

  @Test
  void whatIsNeitherSatisfiedNorBrokenIsUnknown() {
    String json = JSON.replace("\"broken\"", "\"unclear\"").replace("\"satisfied\"", "\"fine\"");

    assertThat(VerdictReader.read(json, CONSTRAINTS).constraints())
        .extracting(ConstraintVerdict::ruling)
        .containsOnly(Ruling.UNKNOWN);
  }

  @Test
  void aTextFullOfBracesIsReadQuickly() {
    String braces = "{\"a\":".repeat(TextBounds.VERDICT_BYTES);

    assertThat(VerdictReader.read(braces, CONSTRAINTS).score()).isEmpty();
  }
}
