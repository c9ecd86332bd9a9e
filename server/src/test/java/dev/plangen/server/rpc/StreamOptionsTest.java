package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.RebuiltTexts;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a caller gets beside the eight updates, if it asks. */
class StreamOptionsTest {

  private static final StreamOptions EVENTS =
      StreamOptions.newBuilder().setCandidateEvents(true).build();
  private static final StreamOptions DELTAS =
      StreamOptions.newBuilder().setTextDeltas(true).build();
  private static final StreamOptions BOTH =
      StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true).build();
  private static final StreamOptions HEARTBEATS =
      StreamOptions.newBuilder().setHeartbeatInterval(Durations.fromMillis(100)).build();

  private static final RetryPolicy QUICK_RETRIES =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void aReaderWithCandidateEventsSeesEverySequenceNumber() throws Exception {
    try (var server = TestServer.offline(new OfflineSettings(0.5, 0.2, 0))) {
      List<StepUpdate> updates = server.solveStream(request(EVENTS)).completed();

      assertThat(updates.stream().map(StepUpdate::getSequence))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, updates.size()).boxed().toList());
      assertThat(count(updates))
          .containsAllEntriesOf(
              Map.of(
                  EventCase.CANDIDATE_STARTED, 5L,
                  EventCase.CANDIDATE_COMPLETED, 5L,
                  EventCase.CANDIDATE_VERIFIED, 5L));
      assertThat(count(updates).get(EventCase.INCUMBENT_CHANGED)).isPositive();
      assertThat(updates.stream().filter(StepUpdate::hasProgress))
          .allMatch(update -> update.getStatus() == StepStatus.STEP_STATUS_IN_PROGRESS)
          .allMatch(StepUpdate::hasUsage)
          .noneMatch(StepUpdate::hasData);
      assertThat(updates.stream().filter(update -> !update.hasProgress())).hasSize(8);
    }
  }

  @Test
  void candidateEventsSayWhatTheResultSays() throws Exception {
    try (var server = TestServer.offline(new OfflineSettings(0.5, 0.2, 0))) {
      List<StepUpdate> updates = server.solveStream(request(EVENTS)).completed();
      SolveResult result = updates.getLast().getResult();
      List<StepProgress> events = updates.stream().map(StepUpdate::getProgress).toList();

      assertThat(
              events.stream()
                  .filter(StepProgress::hasCandidateCompleted)
                  .map(event -> event.getCandidateCompleted().getSolution()))
          .containsExactlyInAnyOrderElementsOf(result.getSolutionsList());
      assertThat(
              events.stream()
                  .filter(StepProgress::hasCandidateVerified)
                  .map(event -> event.getCandidateVerified().getVerificationResult()))
          .containsExactlyInAnyOrderElementsOf(result.getVerificationResultsList());
    }
  }

  @Test
  void afterAStepsCompleteNoUpdateNamesIt() throws Exception {
    try (var server = TestServer.offline()) {
      List<StepUpdate> updates = server.solveStream(request(BOTH)).completed();
      for (int i = 0; i < updates.size(); i++) {
        if (updates.get(i).getStatus() == StepStatus.STEP_STATUS_COMPLETE) {
          Step completed = updates.get(i).getStep();
          assertThat(updates.subList(i + 1, updates.size()))
              .noneMatch(update -> update.getStep() == completed);
        }
      }
    }
  }

  @Test
  void deltasAloneRebuildEveryTextBeforeTheUpdateThatCompletesIt() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      assertTextsComeBeforeTheirCompletion(server.solveStream(request(BOTH)).completed());
    }
  }

  @Test
  void deltasRebuildTheTextsOfCallsThatWereRepeated() throws Exception {
    var cut = new AtomicBoolean();
    var solving = ScriptedProvider.solving();
    OpenAiEndpoint.Behaviour breakingOff =
        call ->
            cut.compareAndSet(false, true)
                ? ChatAnswer.of("- An answer that never comes to its end ✓", 4).cut().reply()
                : solving.reply(call);
    try (var endpoint = OpenAiEndpoint.start(breakingOff);
        var server = TestServer.inProcess(endpoint, QUICK_RETRIES)) {
      List<StepUpdate> updates = server.solveStream(request(BOTH)).completed();

      assertThat(updates.getLast().getUsage().getModelCalls()).isEqualTo(12);
      assertTextsComeBeforeTheirCompletion(updates);
    }
  }

  /** The verdict's text starts again with the repair question, and is shown by call_completed. */
  @Test
  void aVerdictWithoutAScoreIsShownAndAskedAgain() throws Exception {
    String unscored = "I could not say.";
    var provider =
        ScriptedProvider.solving().on(AnswerFormat.VERDICT, _ -> ChatAnswer.text(unscored));
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var texts = new RebuiltTexts();
      List<StepUpdate> updates = server.solveStream(request(BOTH)).completed();
      for (StepUpdate update : updates) {
        texts.apply(update);
        if (update.getProgress().hasCallCompleted()) {
          var call = update.getProgress().getCallCompleted();
          assertThat(call.getText()).isEqualTo(unscored);
          assertThat(call.getCall()).isEqualTo(call.getCandidateId().replace("solution", "verify"));
          assertThat(texts.verdict(call.getCandidateId())).isEqualTo(unscored);
        }
        if (update.getProgress().hasCandidateVerified()) {
          var verdict = update.getProgress().getCandidateVerified().getVerificationResult();
          assertThat(verdict.getScore()).isEqualTo(50);
          assertThat(verdict.getFeedback()).isEqualTo(unscored);
          assertThat(texts.verdict(verdict.getCandidateId())).isEqualTo("Score: 50");
        }
      }
      assertThat(count(updates).get(EventCase.CALL_COMPLETED)).isEqualTo(5L);
      assertThat(updates.getLast().getUsage().getModelCalls()).isEqualTo(16);
    }
  }

  @Test
  void deltasWithoutCandidateEventsCarryTheSequenceOfTheLastEntryPassed() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      List<StepUpdate> updates = server.solveStream(request(DELTAS)).completed();
      SolveResult result = updates.getLast().getResult();
      var texts = new RebuiltTexts();
      updates.forEach(texts::apply);

      assertThat(updates.stream().filter(update -> !update.hasProgress())).hasSize(8);
      assertThat(updates.stream().map(StepUpdate::getSequence)).isSorted();
      assertThat(updates.stream().filter(StepUpdate::hasProgress)).noneMatch(StepUpdate::hasUsage);
      assertThat(texts.count()).isEqualTo(11);
      result
          .getSolutionsList()
          .forEach(
              plan -> assertThat(texts.solution(plan.getCandidateId())).isEqualTo(plan.getText()));
    }
  }

  @Test
  void deltasArriveWhileTheModelIsStillWriting() throws Exception {
    var gate = new Gate();
    var provider =
        ScriptedProvider.solving()
            .on(
                AnswerFormat.CONSTRAINTS,
                _ -> ChatAnswer.of("- Half", 2).hold(gate).content(" a list").reply());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = server.solveStream(request(DELTAS));
      var texts = new RebuiltTexts();
      while (!texts.constraints().equals("- Half")) {
        texts.apply(call.next());
      }
      assertThat(call.hasEnded()).isFalse();
      gate.release();

      assertThat(call.completed().getLast().getResult().getConstraintsList())
          .containsExactly("Half a list");
    }
  }

  @Test
  void heartbeatsFillTheSilenceOfAModelForThoseWhoAskForThem() throws Exception {
    var gate = new Gate();
    var provider =
        ScriptedProvider.solving()
            .on(
                AnswerFormat.VERDICT,
                _ -> new Reply.Held(gate, ChatAnswer.text(ScriptedProvider.VERDICT)));
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var without = server.solveStream(request(StreamOptions.getDefaultInstance()));
      var with = server.solveStream(request(HEARTBEATS));
      endpoint.awaitInFlight(10, LIMIT);
      long passed = sequenceOfVerifyStart(with);
      for (int beat = 0; beat < 3; beat++) {
        StepUpdate update = with.next();
        assertThat(update.getProgress().hasHeartbeat()).isTrue();
        assertThat(update.getStep()).isEqualTo(Step.STEP_WORKFLOW);
        assertThat(update.getStatus()).isEqualTo(StepStatus.STEP_STATUS_IN_PROGRESS);
        assertThat(update.getSequence()).isEqualTo(passed);
        assertThat(update.hasUsage()).isFalse();
      }
      gate.release();

      assertThat(with.completed().stream().filter(update -> !update.hasProgress())).hasSize(8);
      // As silent for as long, and nothing but the eight.
      assertThat(without.completed()).hasSize(8);
    }
  }

  private static long sequenceOfVerifyStart(Received<SolveRequest, StepUpdate> call)
      throws InterruptedException {
    while (true) {
      StepUpdate update = call.next();
      if (update.getStep() == Step.STEP_VERIFY_SOLUTIONS) {
        return update.getSequence();
      }
    }
  }

  private static void assertTextsComeBeforeTheirCompletion(List<StepUpdate> updates) {
    var texts = new RebuiltTexts();
    int completions = 0;
    for (StepUpdate update : updates) {
      texts.apply(update);
      if (update.getProgress().hasCandidateCompleted()) {
        var solution = update.getProgress().getCandidateCompleted().getSolution();
        assertThat(texts.solution(solution.getCandidateId())).isEqualTo(solution.getText());
        completions++;
      }
      if (update.getProgress().hasCandidateVerified()) {
        var verdict = update.getProgress().getCandidateVerified().getVerificationResult();
        assertThat(texts.verdict(verdict.getCandidateId())).isEqualTo(verdict.getFeedback());
        completions++;
      }
      if (update.getData().getConstraintsCount() > 0) {
        assertThat(texts.constraints()).isEqualTo(ScriptedProvider.CONSTRAINTS);
        completions++;
      }
    }
    assertThat(completions).isEqualTo(11);
    assertThat(texts.count()).isEqualTo(11);
  }

  private static Map<EventCase, Long> count(List<StepUpdate> updates) {
    return updates.stream()
        .filter(StepUpdate::hasProgress)
        .collect(
            Collectors.groupingBy(
                update -> update.getProgress().getEventCase(), Collectors.counting()));
  }

  private static SolveRequest request(StreamOptions options) {
    return Problems.meeting().setStreamOptions(options).build();
  }
}
