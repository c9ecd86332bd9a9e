package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RoleModels;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.verify.Verifiers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A search that the time has stopped, cut anywhere after that, asks for nothing more and ends the
 * same.
 */
@Timeout(60)
class SearchStopReplayTest {

  private static final Budget HALF_A_SECOND =
      new Budget(
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.of(Duration.ofMillis(500)));

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);

  @Test
  void bestOfN() {
    script.scores(10, 20).on("solution/3", held(new Gate(), text("never"), "half"));

    assertStopIsRead(new AlgorithmChoice.BestOfN(4, 1, false), "solution/2");
  }

  @Test
  void treeOfThought() {
    script
        .step("tot/1", 90)
        .lastStep("tot/2", 0, 20)
        .on("reward/1/1", held(new Gate(), text("never"), "half"))
        .lastStep("tot/1/2", 0, 30);

    assertStopIsRead(new AlgorithmChoice.TreeOfThought(2, 9, 9), "tot/2");
  }

  @Test
  void rebase() {
    script
        .step("rebase/1/1", 90)
        .step("rebase/1/2", -90)
        .lastStep("rebase/1/3", 0, 20)
        .on("completion/2/1", held(new Gate(), text("never")))
        .lastStep("rebase/2/2", 0, 30);

    assertStopIsRead(new AlgorithmChoice.Rebase(3, 9), "rebase/1/3");
  }

  @Test
  void mixture() {
    script
        .on("verify/0/1", text("Score: 20"))
        .on("mixture/priors", text("tree_of_thought: 1"))
        .step("mixture/1/1", 90)
        .lastStep("mixture/1/2", 0, 30)
        .on("mixture/1/1/3", held(new Gate(), text("never"), "half"));

    assertStopIsRead(new AlgorithmChoice.Mixture(3, 1, 0.5, 0.5), "mixture/1/2");
  }

  private void assertStopIsRead(AlgorithmChoice algorithm, String selected) {
    Job job = job(algorithm);
    Run stopped = TestRuns.of(job, HALF_A_SECOND, model, List.of());
    stopped.perform();
    List<LogEntry> log = stopped.log().entries();
    RunEvent end = log.getLast().event();
    int asked = model.asked().size();

    assertThat(solved(end).stopCause()).isEqualTo(StopCause.SOFT_DEADLINE);
    assertThat(solved(end).selection().candidate().id().path()).isEqualTo(selected);
    for (int cut = stop(log) + 1; cut <= log.size(); cut++) {
      // Without a budget, there would be no reason to stop.
      Run resumed = TestRuns.of(job, Budget.UNLIMITED, model, log.subList(0, cut));
      resumed.perform();

      assertThat(TestRuns.end(resumed)).as("after entry %s", cut).isEqualTo(end);
      assertThat(model.asked()).as("after entry %s", cut).hasSize(asked);
    }
  }

  private static int stop(List<LogEntry> log) {
    return IntStream.range(0, log.size())
        .filter(i -> log.get(i).event() instanceof RunEvent.SearchStopped)
        .findFirst()
        .orElseThrow();
  }

  private static Answer.Solved solved(RunEvent end) {
    return (Answer.Solved) ((RunEvent.Finished) end).answer();
  }

  private static Job job(AlgorithmChoice algorithm) {
    return new Job.Solve(
        TestJobs.PROBLEM,
        ScriptedModel.ID,
        RoleModels.all(ScriptedModel.ID),
        SamplingWish.NONE,
        algorithm,
        List.of(Verifiers.LLM),
        95,
        List.of(),
        "");
  }
}
