package dev.plangen.examples.terminal.show;

import static dev.plangen.v1.Step.STEP_GENERATE_SOLUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.client.SolveEvent;
import dev.plangen.examples.terminal.screen.Cells;
import dev.plangen.v1.CandidateCompleted;
import dev.plangen.v1.CandidateStarted;
import dev.plangen.v1.Solution;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepUpdate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTest {

  private Instant now = Instant.ofEpochSecond(1_000);
  private final Live live = new Live("cancels the run", () -> now);

  private void started(String candidate) {
    live.tell(
        new SolveEvent.Updated(
            Updates.progress(
                0,
                STEP_GENERATE_SOLUTIONS,
                StepProgress.newBuilder()
                    .setCandidateStarted(
                        CandidateStarted.newBuilder().setCandidateId(candidate)))));
  }

  private void wrote(String candidate, String text) {
    StepUpdate delta = Updates.delta(STEP_GENERATE_SOLUTIONS, candidate, 0, text);
    live.tell(new SolveEvent.TextWritten(delta, text));
  }

  @Test
  void eachTextThatIsBeingWrittenHasALineThatEndsWithItsNewestWords() {
    started("solution/1");
    started("solution/2");
    wrote("solution/1", "First.\nMeet at 9:00.");

    assertThat(live.lines(80, 20))
        .startsWith("  writing candidate 1  Meet at 9:00.", "  writing candidate 2  ...")
        .hasSize(3);
  }

  @Test
  void aTextThatIsCompleteIsNotShownAnyMore() {
    started("solution/1");
    wrote("solution/1", "Meet at 9:00.");
    live.tell(
        new SolveEvent.Updated(
            Updates.progress(
                0,
                STEP_GENERATE_SOLUTIONS,
                StepProgress.newBuilder()
                    .setCandidateCompleted(
                        CandidateCompleted.newBuilder()
                            .setSolution(Solution.newBuilder().setCandidateId("solution/1"))))));

    assertThat(live.lines(80, 20)).hasSize(1);
  }

  @Test
  void theTimeGoesOnWhileNothingIsHeard() {
    started("solution/1");
    now = now.plusSeconds(75);

    assertThat(live.lines(120, 20).getLast()).contains("1 min").contains("Ctrl-C cancels the run");
  }

  @Test
  void nothingIsWiderThanTheTerminalAndNothingHigher() {
    for (int candidate = 1; candidate <= 30; candidate++) {
      started("solution/" + candidate);
      wrote("solution/" + candidate, "会議は水曜日の午後二時から二時半までです。".repeat(5));
    }
    for (int columns : new int[] {40, 80, 200}) {
      List<String> lines = live.lines(columns, 10);
      assertThat(lines).hasSizeLessThanOrEqualTo(10).anyMatch(line -> line.contains("more"));
      assertThat(lines.subList(0, lines.size() - 1))
          .allMatch(line -> Cells.of(line) <= columns, "fits into " + columns);
    }
  }
}
