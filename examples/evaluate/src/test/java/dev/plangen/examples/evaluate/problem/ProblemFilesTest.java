package dev.plangen.examples.evaluate.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plangen.examples.evaluate.stop.Halt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemFilesTest {

  private static final String MEETING =
      "{\"id\": \"calendar_%d\", \"problem\": \"When?\", \"golden_plan\": \"Monday, 9:00 - 9:30\"}";

  private static final String TRIP =
      "{\"id\": \"trip_%d\", \"problem\": \"Where?\", \"golden_plan\": \"**Day 1-2:** Visit Bern"
          + " for 2 days.\"}";

  @TempDir private Path directory;

  @Test
  void aLimitHoldsForEachFamily() throws IOException {
    ProblemSet set =
        ProblemFiles.read(
            List.of(
                file("m.jsonl", MEETING.formatted(1), "", MEETING.formatted(2)),
                file("t.jsonl", TRIP.formatted(1), TRIP.formatted(2), TRIP.formatted(3))));

    assertThat(set.problems()).hasSize(5);
    assertThat(set.digests()).doesNotHaveDuplicates().hasSize(2);
    assertThat(set.first(OptionalInt.of(2)))
        .extracting(Problem::id)
        .containsExactly("calendar_1", "calendar_2", "trip_1", "trip_2");
    assertThat(set.first(OptionalInt.empty())).hasSize(5);
  }

  @Test
  void plansAreComparedByTheirFacts() throws IOException {
    Problem problem =
        ProblemFiles.read(List.of(file("m.jsonl", MEETING.formatted(1)))).problems().getFirst();

    assertThat(problem.answer("On Monday from 9:00 to 9:30.")).contains(problem.golden());
    assertThat(problem.answer("On Monday from 9:30 to 10:00."))
        .get()
        .isNotEqualTo(problem.golden());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\": \"calendar_1\" | line 2 is not JSON",
        "{\"id\": \"calendar_1\", \"problem\": \"When?\"} | golden_plan is missing",
        "{\"id\": \"calendar_1\", \"problem\": 7, \"golden_plan\": \"x\"} | problem is missing",
        "{\"id\": \"chess_1\", \"problem\": \"?\", \"golden_plan\": \"e4\"} | begin with calendar"
            + " or trip, and is chess_1",
        "{\"id\": \"trip_1\", \"problem\": \"?\", \"golden_plan\": \"No.\"} | golden_plan is not"
            + " understood",
        "{\"id\": \"calendar_0\", \"problem\": \"?\", \"golden_plan\": \"Monday, 9:00 - 9:30\"} |"
            + " calendar_0 was there before",
      })
  void aLineThatIsWrongIsNamed(String line, String told) throws IOException {
    Path file = file("m.jsonl", MEETING.formatted(0), line);

    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> ProblemFiles.read(List.of(file)))
        .withMessageContaining("line 2")
        .withMessageContaining(told);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> ProblemFiles.read(List.of(directory.resolve("none.jsonl"))))
        .withMessageContaining("none.jsonl");
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines));
  }
}
