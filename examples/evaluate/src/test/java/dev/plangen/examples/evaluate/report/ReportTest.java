package dev.plangen.examples.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plangen.examples.evaluate.answer.Meeting;
import dev.plangen.examples.evaluate.matrix.Configuration;
import dev.plangen.examples.evaluate.matrix.Jury;
import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.matrix.MethodReader;
import dev.plangen.examples.evaluate.problem.Family;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.Score;
import dev.plangen.examples.evaluate.result.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred problems of each family. Of ten candidates the even ones are right for problems with an
 * even number, and none for the others; judged by the model, the wrong one is taken for each fourth
 * of the former.
 */
class ReportTest {

  private static final Matrix MATRIX =
      new Matrix(
          List.of("sharp", "blunt"),
          List.of(
              MethodReader.read("single"),
              MethodReader.read("best_of_n"),
              MethodReader.read("majority:candidates=10"),
              MethodReader.read("rebase")),
          List.of(new Jury("llm"), Jury.SOUND));

  private static final List<Problem> PROBLEMS =
      IntStream.range(0, 200).mapToObj(ReportTest::problem).toList();

  @TempDir private Path directory;

  private final Report report =
      Report.of(
          new Settings(
              Settings.FORM,
              "monday",
              MATRIX.models(),
              List.of(),
              List.of(),
              1,
              Optional.empty(),
              List.of()),
          MATRIX,
          PROBLEMS,
          ReportTest::result);

  @Test
  void everyModelAndFamilyHasATable() {
    assertThat(report.markdown())
        .containsSubsequence(
            "# Evaluation monday",
            "## sharp, calendar, 100 problems",
            "## sharp, trip, 100 problems",
            "## sharp, all, 200 problems",
            "## blunt, calendar, 100 problems",
            "## The models side by side, calendar",
            "Newcombe");
  }

  @Test
  void theRowsAreInTheOrderInWhichTheyAreRead() {
    assertThat(report.markdown().lines().filter(line -> line.matches("\\| [a-z].* \\| 100 \\|.*")))
        .map(line -> line.substring(2, line.indexOf(" | 100")))
        .startsWith(
            "single sample",
            "majority vote of 5",
            "majority vote of 10",
            "best_of_n × sound",
            "best_of_n × llm",
            "rebase × sound",
            "rebase × llm",
            "pass@5",
            "pass@10");
  }

  @Test
  void sharesDifferencesAndCostsAreThoseOfTheResults() {
    // 50 of 100 are solved by the single sample, 13 fewer by what the model judges best.
    assertThat(row("best_of_n × llm"))
        .isEqualTo(
            "| best_of_n × llm | 100 | 37.0 [28.2, 46.8] | 37.0 [28.2, 46.8] | −13.0 [−19.6, −6.1]"
                + " | −13.0 [−20.0, −7.0], v = 5.0 | 3.0 | 500 | 125 | 1,351 | 0.50 |");
  }

  @Test
  void whoLosesToTheVoteIsNamed() {
    assertThat(report.markdown().lines().filter(line -> line.contains("Loses to majority")))
        .first()
        .isEqualTo("**Loses to majority vote at equal tokens:** best_of_n × llm, rebase × llm.");
  }

  @Test
  void modelsAreShownSideBySide() {
    assertThat(report.markdown())
        .contains("rebase × sound: above the single sample with none; above a majority vote")
        .contains("| sharp | 50.0 [40.4, 59.6] |");
  }

  @Test
  void theFilesHaveTheSameFigures() throws IOException {
    report.write(
        directory.resolve("a/t.md"), directory.resolve("b/t.json"), directory.resolve("c/t.png"));

    assertThat(directory.resolve("a/t.md")).hasContent(report.markdown());
    JsonNode sheets =
        new ObjectMapper().readTree(directory.resolve("b/t.json").toFile()).path("sheets");
    assertThat(sheets).hasSize(6);
    JsonNode row = sheets.path(0).path("rows").path(4);
    assertThat(row.path("row").asText()).isEqualTo("best_of_n × llm");
    assertThat(row.path("satisfied").asDouble()).isEqualTo(0.37);
    assertThat(row.path("against_vote").path("candidates").asDouble()).isEqualTo(5);
    assertThat(sheets.path(0).path("votes")).hasSize(10);
  }

  @Test
  void everyTableOfOneFamilyHasAPicture() throws IOException {
    report.write(
        directory.resolve("t.md"), directory.resolve("t.json"), directory.resolve("t.png"));

    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .filteredOn(name -> name.endsWith(".png"))
          .containsExactlyInAnyOrder(
              "t-sharp-calendar.png",
              "t-sharp-trip.png",
              "t-blunt-calendar.png",
              "t-blunt-trip.png");
    }
  }

  private String row(String name) {
    return report
        .markdown()
        .lines()
        .filter(line -> line.startsWith("| " + name + " |"))
        .findFirst()
        .orElseThrow();
  }

  private static Problem problem(int number) {
    Family family = number < 100 ? Family.CALENDAR : Family.TRIP;
    return new Problem(
        family.label() + "_" + number, family, "?", new Meeting(DayOfWeek.MONDAY, 540, 570));
  }

  private static Result result(Problem problem, Configuration configuration) {
    int number = PROBLEMS.indexOf(problem);
    boolean solvable = number % 2 == 0;
    int samples = configuration.method().samples().orElse(5);
    boolean misjudged = configuration.jury().asksModel() && number % 8 == 0;
    Score score = solvable && !misjudged ? Samples.RIGHT : Samples.wrong(0);
    return Samples.result(
        problem.id(),
        configuration,
        score,
        100L * samples,
        Samples.of((solvable ? "x-" : "--").repeat(5).substring(0, samples)));
  }
}
