package dev.plangen.examples.evaluate.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plangen.examples.evaluate.stop.Halt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsFileTest {

  private static final Settings SETTINGS =
      new Settings(
          Settings.FORM,
          "monday",
          List.of("m"),
          List.of("single"),
          List.of("sound"),
          1,
          Optional.empty(),
          List.of("abc"));

  private static final Settings OTHER_SEED =
      new Settings(
          Settings.FORM,
          "monday",
          List.of("m"),
          List.of("single"),
          List.of("sound"),
          2,
          Optional.empty(),
          List.of("abc"));

  private static final Result SOLVED = result("calendar_1", Optional.empty());

  private static final Result FAILED =
      result("calendar_2", Optional.of(new Trouble("ABORTED", "MODEL_OUTPUT_UNUSABLE", "no plan")));

  @TempDir private Path directory;

  private Path path = Path.of("results.jsonl");

  @BeforeEach
  void choosePath() {
    path = directory.resolve("new/results.jsonl");
  }

  @Test
  void whatWasWrittenIsThereAgain() throws IOException {
    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      file.append(SOLVED);
      file.append(FAILED);
    }

    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      assertThat(file.find(SOLVED.key())).contains(SOLVED);
      assertThat(file.find(FAILED.key())).contains(FAILED);
    }
  }

  @Test
  void aLineThatWasNotWrittenToItsEndIsDropped() throws IOException {
    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      file.append(SOLVED);
      file.append(FAILED);
    }
    String whole = Files.readString(path);
    for (int cut = whole.indexOf("calendar_2"); cut < whole.length(); cut += 7) {
      Files.writeString(path, whole.substring(0, cut));

      try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
        assertThat(file.find(SOLVED.key())).contains(SOLVED);
        assertThat(file.find(FAILED.key())).isEmpty();
        file.append(FAILED);
      }

      assertThat(Files.readString(path)).isEqualTo(whole);
    }
  }

  @Test
  void aFileThatWasKilledInItsFirstLineBeginsAnew() throws IOException {
    Files.createDirectories(directory.resolve("new"));
    Files.writeString(path, "{\"form\":1,\"lab");

    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      file.append(SOLVED);
    }

    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      assertThat(file.find(SOLVED.key())).contains(SOLVED);
    }
  }

  @Test
  void theResultsOfAnotherEvaluationAreRefused() throws IOException {
    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      file.append(SOLVED);
    }

    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> ResultsFile.open(path, OTHER_SEED))
        .withMessage(
            path
                + " holds results of another evaluation: --seed differs. Name another file with"
                + " --results.");
  }

  @Test
  void anEvaluationThatCouldNotBeginLeavesTheFileToOthers() throws IOException {
    ResultsFile.open(path, SETTINGS).close();

    try (ResultsFile file = ResultsFile.open(path, OTHER_SEED)) {
      file.append(SOLVED);
    }

    ResultsFile.open(path, OTHER_SEED).close();
    assertThatExceptionOfType(Halt.class).isThrownBy(() -> ResultsFile.open(path, SETTINGS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes", "notes\nof mine", "notes\n", "{\"id\": \"calendar_1\"}\n", "\n"})
  void aFileThatIsNoEvaluationIsRefusedAndKept(String content) throws IOException {
    Files.createDirectories(directory.resolve("new"));
    Files.writeString(path, content);

    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> ResultsFile.open(path, SETTINGS))
        .withMessageContaining("Line 1 of " + path);
    assertThat(Files.readString(path)).isEqualTo(content);
  }

  @Test
  void twoEvaluationsDoNotWriteToTheSameFile() throws IOException {
    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      file.append(SOLVED);

      assertThatExceptionOfType(Halt.class)
          .isThrownBy(() -> ResultsFile.open(path, SETTINGS))
          .withMessageContaining("Another evaluation");
    }
  }

  @Test
  void whatFailedCanBeMadeAgainAndThenCounts() throws IOException {
    Result again = result("calendar_2", Optional.empty());
    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      file.append(SOLVED);
      file.append(FAILED);
      file.forgetFailed();
      assertThat(file.find(FAILED.key())).isEmpty();
      assertThat(file.find(SOLVED.key())).isPresent();
      file.append(again);
    }

    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      assertThat(file.find(FAILED.key())).contains(again);
    }
    assertThat(Files.readAllLines(path)).hasSize(4);
  }

  @Test
  void aLineInTheMiddleThatIsBrokenIsNotPassedOver() throws IOException {
    try (ResultsFile file = ResultsFile.open(path, SETTINGS)) {
      file.append(SOLVED);
    }
    Files.writeString(path, "{\"problem\":\n", StandardOpenOption.APPEND);

    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> ResultsFile.open(path, SETTINGS))
        .withMessageContaining("Line 3");
  }

  private static Result result(String problem, Optional<Trouble> trouble) {
    return new Result(
        problem,
        "m",
        "single",
        "sound",
        Optional.of("run"),
        Optional.empty(),
        Optional.of("RUN_EXPIRED"),
        new Score("Monday, 9:00 - 9:30", true, Check.PASSED),
        true,
        new Cost(2, 300, 100, 20, 1.5, 0),
        new Cost(1, 100, 0, 20, 0.5, 1),
        "STOP_REASON_ALL_VERIFIED",
        trouble,
        "Monday, 9:00 - 9:30 – “fine”",
        List.of(Score.NONE));
  }
}
