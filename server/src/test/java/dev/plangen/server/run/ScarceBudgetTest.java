package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.ended;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a run whose budget is only just enough, or not quite. */
@Timeout(60)
class ScarceBudgetTest {

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);

  @Test
  void aPlanWhoseVerdictCannotBePaidAnyMoreIsReturnedUnverified() {
    // The plan costs more than was estimated, as with a model that reasons; nothing is left then.
    script.on("solution/1", reporting(100, 5000, "The plan."));
    Run run = perform(run(TestJobs.withConstraints(1, "Short."), tokens(3000), Heritage.NONE));

    assertThat(TestRuns.end(run)).isInstanceOf(RunEvent.Finished.class);
  }

  @Test
  void aCandidateThatIsLostForWantOfBudgetShowsInTheStopReason() {
    script.on("solution/1", reporting(100, 9000, "The plan."));
    Run run = perform(run(TestJobs.withConstraints(2, "Short."), tokens(8000), Heritage.NONE));

    assertThat(TestRuns.end(run))
        .isInstanceOfSatisfying(
            RunEvent.Finished.class,
            end ->
                assertThat(((Answer.Solved) end.answer()).stopCause())
                    .isEqualTo(StopCause.TOTAL_TOKENS));
  }

  @Test
  void aVerificationThatWasSetAsideIsMadeWhenAllPlansWereCutOff() {
    script.on("solution/1", ended(FinishCause.LENGTH, "A plan with", " an open end"));
    script.on("verify/1", text("Score: 60"));
    // Pays for one candidate and its verification, and for no more.
    Run run = perform(run(TestJobs.withConstraints(5, "Short."), calls(2), Heritage.NONE));

    assertThat(TestRuns.end(run)).isInstanceOf(RunEvent.Finished.class);
  }

  @Test
  void callsThatCostNothingNeedNoBudget() {
    Run base = perform(run(TestJobs.bestOf(5), Budget.UNLIMITED, Heritage.NONE));
    int asked = model.asked().size();
    Run again = perform(run(TestJobs.bestOf(5), tokens(1000), Heritage.of(base)));

    assertThat(model.asked()).hasSize(asked);
    assertThat(((Answer.Solved) ((RunEvent.Finished) TestRuns.end(again)).answer()).stopCause())
        .isEqualTo(StopCause.ALL_VERIFIED);
  }

  @Test
  void aRunThatWasCancelledWhileItWaitedHandsOnWhatItWouldHaveInherited() throws Exception {
    script.on("verify/1", text("Score: 60"));
    Run first = run(TestJobs.bestOf(1), Budget.UNLIMITED, Heritage.NONE);
    Run second = run(TestJobs.bestOf(1), Budget.UNLIMITED, Heritage.ofFailed(first));
    // The first has not ended yet when the caller of the second leaves.
    second.endEarly(new Failure.Cancelled());
    Thread waiting = Thread.startVirtualThread(() -> perform(second));
    perform(first);
    waiting.join();

    Run third = run(TestJobs.bestOf(1), Budget.UNLIMITED, Heritage.ofFailed(second));
    int asked = model.asked().size();
    perform(third);
    assertThat(model.asked()).hasSize(asked);
  }

  private Run perform(Run run) {
    run.perform(Trail.NOBODY);
    return run;
  }

  private Run run(Job job, Budget budget, Heritage heritage) {
    Submission plain = Submission.of(Caller.ANONYMOUS, job);
    var submission =
        new Submission(
            plain.caller(),
            job,
            budget,
            plain.patience(),
            plain.requestId(),
            plain.base(),
            plain.labels());
    return new Run(
        new RunInfo("test", submission, Instant.now()),
        model.served(),
        ServerSettings.DEFAULT.limits(),
        heritage,
        () -> {});
  }

  private static Budget tokens(long most) {
    return new Budget(
        OptionalLong.empty(), OptionalLong.of(most), Optional.empty(), Optional.empty());
  }

  private static Budget calls(long most) {
    return new Budget(
        OptionalLong.of(most), OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  private static ScriptedReply reporting(long input, long output, String text) {
    return new ScriptedReply.Text(
        List.of(text),
        FinishCause.STOP,
        new TokenCount(
            OptionalLong.of(input),
            OptionalLong.empty(),
            OptionalLong.of(output),
            OptionalLong.empty()));
  }
}
