package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.ended;
import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import dev.plangen.server.testing.TestJobs;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a run whose budget is only just enough, or not quite. */
@Timeout(60)
class ScarceBudgetTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

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
  void candidatesThatAreKnownTakeNothingFromOneThatIsNot() {
    script.on("solution/1", failing(DOWN), text("The plan."));
    Run base = perform(run(TestJobs.bestOf(3), Budget.UNLIMITED, Heritage.NONE));
    Run again = perform(run(TestJobs.bestOf(3), tokens(6000), Heritage.of(base)));

    List<Integer> allowed = allowed("solution/1");
    int prompt = model.asked().getLast().prompt().bytes();
    assertThat(allowed).hasSize(2);
    // All of the budget, for the plan, the same in the verdict's prompt, and the verdict.
    assertThat(allowed.getLast()).isBetween((6000 - prompt) / 3, 2000);
    assertThat(solved(again).candidates()).hasSize(3);
  }

  @Test
  void candidatesThatAreKnownAreOfUseThoughNoOtherCanBePaid() {
    script.on("solution/1", failing(DOWN));
    Run base = perform(run(TestJobs.bestOf(3), Budget.UNLIMITED, Heritage.NONE));
    int asked = model.asked().size();
    Run again = perform(run(TestJobs.bestOf(3), tokens(10), Heritage.of(base)));

    assertThat(model.asked()).hasSize(asked);
    assertThat(solved(again).verdicts()).hasSize(2);
    assertThat(solved(again).stopCause()).isEqualTo(StopCause.TOTAL_TOKENS);
  }

  @Test
  void verificationsOfInheritedPlansShareWhatThereIs() {
    for (int i = 1; i <= 3; i++) {
      script.on("verify/" + i, failing(DOWN), text("Score: 60"));
    }
    Run base = perform(run(TestJobs.withConstraints(3, "Short."), calls(100), Heritage.NONE));
    Run again =
        perform(run(TestJobs.withConstraints(3, "Short."), tokens(6000), Heritage.of(base)));

    assertThat(solved(again).verdicts()).hasSize(3);
    for (int i = 1; i <= 3; i++) {
      assertThat(allowed("verify/" + i).getLast()).isBetween(1000, 2000);
    }
  }

  @Test
  void verdictsAreByNumberThoughAnEarlierCandidateCameLater() {
    script.on("solution/1", failing(DOWN), text("The plan."));
    script.on("verify/2", failing(DOWN), text("Score: 60"));
    script.on("verify/3", failing(DOWN), text("Score: 60"));
    Run base = perform(run(TestJobs.withConstraints(3, "Short."), calls(100), Heritage.NONE));
    // Pays for the first only when the others are done.
    Run again =
        perform(run(TestJobs.withConstraints(3, "Short."), tokens(3000), Heritage.of(base)));

    assertThat(model.asked().reversed().stream().limit(2).map(script::key).map(CallKey::path))
        .containsExactly("verify/1", "solution/1");
    assertThat(solved(again).verdicts())
        .extracting(verdict -> verdict.candidate().path())
        .containsExactly("solution/1", "solution/2", "solution/3");
  }

  @Test
  void aTextThatIsCutOffForItsLengthCountsAsAllThatItWasAllowed() {
    String[] endless = Collections.nCopies(100, "x".repeat(1000)).toArray(String[]::new);
    script.on("verify/1", unreported(endless));
    perform(run(TestJobs.withConstraints(1, "Short."), tokens(10_000), Heritage.NONE));

    // The verdict was allowed 8,192.
    assertThat(allowed("verify/1/repair")).hasSize(1);
    assertThat(allowed("verify/1/repair").getFirst()).isLessThan(10_000 - 8192);
  }

  @Test
  void aVerificationThatWasSetAsideIsMadeHoweverLongThePlanIs() {
    // Eight bytes a token; and the provider tells nothing by which that could be known.
    script.on("solution/1", unreported("eight by".repeat(250)));
    script.on("verify/1", text("Score: 60"));
    int prompts = prompts(TestJobs.withConstraints(1, "Short."));
    Budget least = tokens((prompts + 2) / 3 + 3 * 256);

    Run run = perform(run(TestJobs.withConstraints(1, "Short."), least, Heritage.NONE));

    assertThat(allowed("solution/1")).isEqualTo(List.of(256));
    assertThat(solved(run).verdicts()).hasSize(1);
    assertThat(solved(run).stopCause()).isEqualTo(StopCause.ALL_VERIFIED);
  }

  @Test
  void theTimeEndsAReplayedRunThatItsBudgetHadStopped() throws Exception {
    var unreadable = new Gate();
    var secondPlan = new Gate();
    script
        .on("verify/1", held(unreadable, text("Good.")))
        .on("solution/2", held(secondPlan, text("never")));
    // The repair of the first verdict is not paid for.
    Run first = run(TestJobs.bestOf(2), calls(5), Heritage.NONE);
    Thread performing = Thread.startVirtualThread(() -> perform(first));
    secondPlan.awaitReached(LIMIT);
    unreadable.release();
    Conditions.await(() -> untilStop(first).getLast().event() instanceof RunEvent.SearchStopped);
    List<LogEntry> log = untilStop(first);
    first.endEarly(new Failure.Cancelled());
    assertThat(performing.join(LIMIT)).isTrue();

    // Pays for the second plan, which was lost on the way, and its verification.
    Run again = perform(run(TestJobs.bestOf(2), callsUntil(6, 1000), Heritage.of(log)));

    assertThat(allowed("solution/2")).as("asked for once more").hasSize(2);
    assertThat(solved(again).stopCause()).isEqualTo(StopCause.MODEL_CALLS);
    assertThat(solved(again).candidates()).hasSize(1);
  }

  private static List<LogEntry> untilStop(Run run) {
    List<LogEntry> log = run.log().entries();
    int before =
        (int)
            log.stream()
                .takeWhile(entry -> !(entry.event() instanceof RunEvent.SearchStopped))
                .count();
    return log.subList(0, Math.min(log.size(), before + 1));
  }

  private static Answer.Solved solved(Run run) {
    return (Answer.Solved) ((RunEvent.Finished) TestRuns.end(run)).answer();
  }

  /** How many tokens the calls of this key were allowed, one after the other. */
  private List<Integer> allowed(String path) {
    return model.asked().stream()
        .filter(ask -> script.key(ask).equals(CallKey.of(path)))
        .map(ask -> ask.options().maxOutputTokens().orElseThrow())
        .toList();
  }

  /** How long the prompts of a plan and of its verdict are, without the plan. */
  private static int prompts(Job.Solve job) {
    return Prompts.DEFAULT.plan(job.problem(), job.constraints(), Optional.empty()).bytes()
        + Prompts.DEFAULT.verdict(job.problem(), job.constraints(), "").bytes();
  }

  private Run perform(Run run) {
    run.perform();
    return run;
  }

  private Run run(Job job, Budget budget, Heritage heritage) {
    return TestRuns.of(job, budget, model, heritage);
  }

  private static Budget tokens(long most) {
    return new Budget(
        OptionalLong.empty(), OptionalLong.of(most), Optional.empty(), Optional.empty());
  }

  private static Budget calls(long most) {
    return new Budget(
        OptionalLong.of(most), OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  private static Budget callsUntil(long most, long millis) {
    return new Budget(
        OptionalLong.of(most),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.of(Duration.ofMillis(millis)));
  }

  private static ScriptedReply unreported(String... pieces) {
    return new ScriptedReply.Text(List.of(pieces), FinishCause.STOP, TokenCount.UNKNOWN);
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
