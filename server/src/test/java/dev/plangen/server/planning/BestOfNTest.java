package dev.plangen.server.planning;

import static dev.plangen.server.testing.ScriptedReply.ended;
import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunEvent.CandidateCompleted;
import dev.plangen.server.domain.RunEvent.CandidateFailed;
import dev.plangen.server.domain.RunEvent.CandidateVerified;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BestOfNTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");
  private static final Failure BUSY = new ModelFailed(ModelFailed.Kind.RATE_LIMITED, "It is busy.");

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);

  @Test
  void bestOfNPicksTheHighestScore() {
    script.scores(10, 97, -30);

    Answer.Solved solved = solve(3);

    assertThat(solved.selection().candidate().text()).isEqualTo("Plan of solution/2");
    assertThat(solved.selection().score()).hasValue(97);
    assertThat(solved.selection().verified()).isTrue();
    assertThat(solved.selection().sound()).isFalse();
    assertThat(solved.candidates())
        .extracting(candidate -> candidate.id().path())
        .containsExactly("solution/1", "solution/2", "solution/3");
    assertThat(solved.verdicts())
        .extracting(Verdict::score)
        .containsExactly(OptionalInt.of(10), OptionalInt.of(97), OptionalInt.of(-30));
  }

  @Test
  void ofEqualScoresTheEarlierCandidateWinsWhenItComesLater() {
    var first = new Gate();
    script.scores(60, 60).on("solution/1", held(first, text("late")));
    Trail trail = Trail.start(TestJobs.bestOf(2), model);
    trail.await(CandidateVerified.class::isInstance);
    first.release();

    assertThat(trail.toEnd().solved().selection().candidate().text()).isEqualTo("late");
  }

  @Test
  void belowTheThresholdTheBestIsSelectedButNotVerified() {
    script.scores(94, 20);

    assertThat(solve(2).selection().score()).hasValue(94);
    assertThat(solve(2).selection().verified()).isFalse();
  }

  @Test
  void aCandidateIsVerifiedWhileOthersAreStillWritten() {
    var second = new Gate();
    script.on("solution/2", held(second, text("end"), "half a plan "));
    Trail trail = Trail.start(TestJobs.bestOf(2), model);

    trail.await(CandidateVerified.class::isInstance);
    assertThat(trail.events(CandidateCompleted.class)).hasSize(1);
    second.release();

    assertThat(trail.toEnd().solved().verdicts()).hasSize(2);
  }

  @Test
  void oneLostCandidateIsAnEventAndTheRunGoesOn() {
    script.scores(10, 20, 30).on("solution/3", failing(DOWN, "half"));

    Trail trail = Trail.of(TestJobs.bestOf(3), model);

    assertThat(trail.events(CandidateFailed.class))
        .containsExactly(
            new CandidateFailed(Stage.GENERATE_SOLUTIONS, CallKey.of("solution/3"), DOWN));
    assertThat(trail.solved().candidates()).hasSize(2);
    assertThat(trail.solved().selection().score()).hasValue(20);
  }

  @Test
  void oneLostVerdictIsAnEventAndTheRunGoesOn() {
    script.scores(10, 20, 30).on("verify/3", failing(DOWN, "half"));

    Trail trail = Trail.of(TestJobs.bestOf(3), model);

    assertThat(trail.events(CandidateFailed.class))
        .containsExactly(
            new CandidateFailed(Stage.VERIFY_SOLUTIONS, CallKey.of("solution/3"), DOWN));
    assertThat(trail.solved().candidates()).hasSize(3);
    assertThat(trail.solved().verdicts()).hasSize(2);
    assertThat(trail.solved().selection().score()).hasValue(20);
  }

  @Test
  void theRunFailsWhenNoCandidateIsLeftWithTheFailureThatMostShare() {
    script
        .on("solution/1", failing(DOWN))
        .on("solution/2", failing(BUSY))
        .on("solution/3", failing(BUSY));

    Trail trail = Trail.of(TestJobs.bestOf(3), model);

    assertThat(trail.failed()).isEqualTo(new RunEvent.Failed(Stage.GENERATE_SOLUTIONS, BUSY));
    assertThat(trail.events(CandidateFailed.class)).hasSize(3);
  }

  @Test
  void ofFailuresThatEquallyManyShareTheEarliestIsTold() {
    script.on("solution/1", failing(DOWN)).on("solution/2", failing(BUSY));

    assertThat(Trail.of(TestJobs.bestOf(2), model).failed().failure()).isEqualTo(DOWN);
  }

  @Test
  void theRunFailsWhenNoCandidateCanBeVerified() {
    script.on("verify/1", failing(BUSY)).on("verify/2", failing(BUSY));

    assertThat(Trail.of(TestJobs.bestOf(2), model).failed())
        .isEqualTo(new RunEvent.Failed(Stage.VERIFY_SOLUTIONS, BUSY));
  }

  @Test
  void aCutOffPlanIsNotUsedWhileThereIsAWholeOne() {
    script.scores(100, -100).on("solution/1", ended(FinishCause.LENGTH, "cut off"));

    Answer.Solved solved = solve(2);

    assertThat(solved.selection().score()).hasValue(-100);
    assertThat(solved.candidates()).extracting(Candidate::text).contains("cut off");
    assertThat(askedKeys()).doesNotContain("verify/1");
  }

  @Test
  void whenEveryWholePlanIsLostTheCutOffOnesAreVerifiedAndSelected() {
    script
        .scores(10, 0)
        .on("solution/1", ended(FinishCause.LENGTH, "one"))
        .on("verify/2", failing(BUSY));

    assertThat(solve(2).selection().candidate().text()).isEqualTo("one");
  }

  @Test
  void withoutAWholePlanTheCutOffOnesAreVerifiedAndSelected() {
    script
        .scores(10, 20)
        .on("solution/1", ended(FinishCause.LENGTH, "one"))
        .on("solution/2", ended(FinishCause.LENGTH, "two"));

    Trail trail = Trail.of(TestJobs.bestOf(2), model);

    assertThat(trail.solved().selection().candidate())
        .isEqualTo(new Candidate(CallKey.of("solution/2"), "two", FinishCause.LENGTH));
    assertThat(trail.events(CandidateVerified.class)).hasSize(2);
  }

  @Test
  void anEmptyPlanIsALostCandidate() {
    script.on("solution/1", text(" \n"));

    Trail trail = Trail.of(TestJobs.bestOf(2), model);

    assertThat(trail.events(CandidateFailed.class))
        .extracting(failed -> failed.failure().reason())
        .containsExactly("MODEL_OUTPUT_UNUSABLE");
    assertThat(trail.solved().candidates()).hasSize(1);
  }

  @Test
  void aPlanThatReasoningLeftNoTokensForSaysWhatToRaise() {
    script.on("solution/1", ended(FinishCause.LENGTH));

    assertThat(Trail.of(TestJobs.bestOf(1), model).failed().failure().message())
        .contains("sampling.max_output_tokens");
  }

  @Test
  void aFilteredPlanIsALostCandidate() {
    script.on("solution/1", ended(FinishCause.CONTENT_FILTER, "half a plan"));

    Trail trail = Trail.of(TestJobs.bestOf(1), model);

    assertThat(trail.failed().stage()).isEqualTo(Stage.GENERATE_SOLUTIONS);
    assertThat(trail.failed().failure().reason()).isEqualTo("MODEL_CONTENT_FILTERED");
  }

  private Answer.Solved solve(int candidates) {
    return Trail.of(TestJobs.bestOf(candidates), model).solved();
  }

  private List<String> askedKeys() {
    return model.asked().stream().map(ask -> script.key(ask).path()).toList();
  }
}
