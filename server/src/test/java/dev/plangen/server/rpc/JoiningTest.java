package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.testing.AtOnce;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.Usage;
import dev.plangen.v1.VerificationResult;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who joins whose run, who keeps it going, and what a repeated request costs. */
@Timeout(60)
class JoiningTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final SolveRequest FIVE =
      SolveRequest.newBuilder().setProblem("Plan a day.").setRequestId("order-7").build();
  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);
  private final TestServer server = TestServer.inProcess(model);

  @AfterEach
  void close() {
    server.close();
  }

  @RepeatedTest(20)
  void racingEqualRequestsStartOneRun() throws InterruptedException {
    script.on("constraints", held(gate, text("- One.")));

    List<Received<SolveRequest, StepUpdate>> callers =
        AtOnce.all(Collections.nCopies(50, () -> server.solveStream(named("r"))));
    callers.forEach(Received::awaitRunId);
    gate.release();

    List<StepUpdate> first = callers.getFirst().completed();
    assertThat(callers).allSatisfy(caller -> assertThat(caller.completed()).isEqualTo(first));
    assertThat(model.asked()).hasSize(5);
  }

  @Test
  void aCompleteRunIsJoinedFromItsBeginning() {
    List<StepUpdate> first = server.solveStream(named("r")).completed();

    assertThat(server.solveStream(named("r")).completed()).isEqualTo(first);
    SolveResponse response = server.solve(named("r")).completed().getFirst();
    assertThat(response.getResult()).isEqualTo(first.getLast().getResult());
    assertThat(model.asked()).hasSize(5);
  }

  @Test
  void whatOnlySaysHowToReadDoesNotMakeAnotherRequest() {
    Received<SolveRequest, StepUpdate> first = server.solveStream(named("r"));
    first.completed();

    Received<SolveRequest, StepUpdate> second =
        server.solveStream(
            named("r").toBuilder()
                .setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE)
                .setDisconnectGrace(Durations.fromSeconds(1))
                .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
                .build());

    second.completed();
    assertThat(second.awaitRunId()).isEqualTo(first.awaitRunId());
  }

  @Test
  void theSameIdWithAnotherRequestIsRefused() {
    server.solveStream(named("r")).completed();

    Received<SolveRequest, StepUpdate> other =
        server.solveStream(named("r").toBuilder().setVerificationThreshold(10).build());

    assertThat(other.failed().code()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(other.failed().reason()).isEqualTo("REQUEST_ID_REUSED");
    assertThat(other.runIdHeader()).isEmpty();
  }

  /**
   * How long it takes until somebody has joined, only the machine knows: a deadline that passed
   * before was too short, and a longer one is tried.
   */
  @Test
  void aJoinerSurvivesTheFirstCallersDeadline() {
    boolean joined = false;
    for (Duration deadline = Duration.ofMillis(100); !joined; deadline = deadline.multipliedBy(2)) {
      assertThat(deadline).isLessThan(LIMIT);
      joined = joinBefore(deadline);
    }
  }

  /** Returns whether the joiner came in time. */
  private boolean joinBefore(Duration deadline) {
    var open = new Gate();
    script.on("solution/1", held(open, text("The plan.")));
    SolveRequest request = named("r" + deadline.toMillis());
    var first = new Received<SolveRequest, StepUpdate>();
    first
        .on(server.planGen())
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .solveStream(request, first);
    Conditions.await(() -> first.hasRunId() || first.hasEnded());
    Received<SolveRequest, StepUpdate> joiner = server.solveStream(request);
    boolean intoTheFirst = first.hasRunId() && first.awaitRunId().equals(joiner.awaitRunId());

    assertThat(first.failed().code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    open.release();

    assertThat(joiner.completed().getLast().hasResult()).isTrue();
    return intoTheFirst;
  }

  @Test
  void aWatcherKeepsARunGoing() {
    script.on("solution/1", held(gate, text("The plan.")));
    Received<SolveRequest, StepUpdate> first = server.solveStream(named(""));
    gate.awaitReached(LIMIT);
    Received<WatchRunRequest, StepUpdate> watcher = watch(first.awaitRunId(), 0);
    watcher.awaitRunId();

    first.cancel();
    first.failed();
    gate.release();

    assertThat(watcher.completed().getLast().hasResult()).isTrue();
  }

  @Test
  void aRunThatContinuesNeedsNoReader() {
    script.on("solution/1", held(gate, text("The plan.")));
    Received<SolveRequest, StepUpdate> only =
        server.solveStream(
            named("").toBuilder().setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE).build());
    gate.awaitReached(LIMIT);
    String id = only.awaitRunId();
    only.cancel();
    only.failed();
    gate.release();

    assertThat(watch(id, 0).completed().getLast().hasResult()).isTrue();
  }

  @Test
  void aJoinerCanMakeARunContinueAndNoneCanUndoIt() {
    script.on("solution/1", held(gate, text("The plan.")));
    SolveRequest continuing =
        named("r").toBuilder().setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE).build();
    List<Received<SolveRequest, StepUpdate>> callers =
        Stream.of(named("r"), continuing, named("r")).map(server::solveStream).toList();
    callers.forEach(Received::awaitRunId);
    gate.awaitReached(LIMIT);
    callers.forEach(
        caller -> {
          caller.cancel();
          caller.failed();
        });
    gate.release();

    String id = callers.getFirst().awaitRunId();
    assertThat(watch(id, 0).completed().getLast().hasResult()).isTrue();
  }

  @Test
  void withinItsGraceAReaderCanComeBack() throws InterruptedException {
    script.on("solution/1", held(gate, text("The plan.")));
    Received<SolveRequest, StepUpdate> first = server.solveStream(graceful(Duration.ofMinutes(5)));
    gate.awaitReached(LIMIT);
    String id = first.awaitRunId();
    long passed = first.next().getSequence();
    first.cancel();
    first.failed();

    Received<WatchRunRequest, StepUpdate> again = watch(id, passed);
    gate.release();

    assertThat(again.completed().getLast().hasResult()).isTrue();
    assertThat(again.completed().getFirst().getSequence()).isGreaterThan(passed);
  }

  @Test
  void afterItsGraceARunIsCancelled() {
    script.on("solution/1", held(gate, text("never")));
    Received<SolveRequest, StepUpdate> first = server.solveStream(graceful(Duration.ofMillis(50)));
    gate.awaitReached(LIMIT);
    String id = first.awaitRunId();
    first.cancel();
    first.failed();

    server.awaitNoLiveRuns(LIMIT);
    assertThat(state(id)).isEqualTo(RunState.RUN_STATE_CANCELLED);
  }

  @RepeatedTest(20)
  void aReaderThatLeavesAsAnotherJoinsLosesNoRun() throws InterruptedException {
    script.on("solution/1", held(gate, text("The plan.")));
    Received<SolveRequest, StepUpdate> leaver = server.solveStream(named("r"));
    gate.awaitReached(LIMIT);

    Thread leaving = Thread.startVirtualThread(leaver::cancel);
    Received<SolveRequest, StepUpdate> joiner = server.solveStream(named("r"));
    leaving.join();
    joiner.awaitRunId();
    gate.release();

    // It has joined the run and kept it, or come too late and started from its calls.
    assertThat(joiner.completed().getLast().hasResult()).isTrue();
  }

  @Test
  void aFailedRunRepeatedCallsOnlyWhatIsMissing() {
    script
        .on("verify/1", failing(DOWN), text("Score: 100"))
        .on("verify/2", failing(DOWN), text("Score: 70"));
    Received<SolveRequest, StepUpdate> failed = server.solveStream(named("r"));
    assertThat(failed.failed().reason()).isEqualTo("MODEL_UNAVAILABLE");

    Received<SolveRequest, StepUpdate> again = server.solveStream(named("r"));

    StepUpdate last = again.completed().getLast();
    assertThat(last.getResult().getSelectedSolution().getScore()).isEqualTo(100);
    assertThat(last.getUsage().getModelCalls()).isEqualTo(2);
    assertThat(again.awaitRunId()).isNotEqualTo(failed.awaitRunId());
    assertThat(asked()).containsEntry("constraints", 1L).containsEntry("solution/1", 1L);
    assertThat(state(failed.awaitRunId())).isEqualTo(RunState.RUN_STATE_FAILED);
  }

  @Test
  void aTextThatWasOfNoUseIsAskedForAgain() {
    script.on("solution/1", text(" "), text("A plan.")).on("solution/2", text(" "), text("Too."));
    assertThat(server.solveStream(named("r")).failed().reason()).isEqualTo("MODEL_OUTPUT_UNUSABLE");

    assertThat(server.solveStream(named("r")).completed().getLast().hasResult()).isTrue();
    assertThat(asked()).containsEntry("constraints", 1L).containsEntry("solution/1", 2L);
  }

  /**
   * It repeats at once, while the run before is still ending: what that finishes is not paid again.
   */
  @Test
  void aSolveThatARetryingProxyRepeatsTwiceIsPaidOnce() throws InterruptedException {
    var first = new Gate();
    var second = new Gate();
    var crossing = new Gate();
    script
        .on(
            "verify/4",
            held(first, text("never")),
            new ScriptedReply.Late(crossing, text("Score: 90")))
        .on("verify/5", held(first, text("never")), held(second, text("never")), text("Score: 95"));
    giveUp(11, first);
    giveUp(13, second);

    Received<SolveRequest, SolveResponse> third = server.solve(FIVE);
    third.awaitRunId();
    crossing.release();

    SolveResponse response = third.completed().getFirst();
    assertThat(response.getResult().getVerificationResultsList()).hasSize(5);
    assertThat(response.getResult().getUsage().getModelCalls()).isEqualTo(1);
    // Eleven that succeeded, and the three that did not.
    assertThat(model.completed()).isEqualTo(11);
    assertThat(model.asked()).hasSize(14);
  }

  /** Asks, and leaves when the model has been asked so often in all. */
  private void giveUp(int asked, Gate held) throws InterruptedException {
    Received<SolveRequest, SolveResponse> call = server.solve(FIVE);
    model.awaitAsked(asked, LIMIT);
    // What was answered is handed on once it is in the log: all but the two last verdicts.
    awaitVerified(call.awaitRunId(), 3);
    call.cancel();
    assertThat(call.failed().code()).isEqualTo(Status.Code.CANCELLED);
    // Until the server knows of the cancel, the next one would join.
    held.awaitCancelled(LIMIT);
  }

  @Test
  void anotherThresholdAsksNoModelAgain() {
    Received<SolveRequest, StepUpdate> base = server.solveStream(named(""));
    base.completed();

    StepUpdate last =
        server
            .solveStream(
                named("").toBuilder()
                    .setBaseRunId(base.awaitRunId())
                    .setVerificationThreshold(40)
                    .build())
            .completed()
            .getLast();

    assertThat(last.getResult().getSelectedSolution().getVerified()).isTrue();
    assertThat(last.getUsage().getModelCalls()).isZero();
    assertThat(model.asked()).hasSize(5);
  }

  @Test
  void whatTheTakenOverCallsHadCostIsToldApart() {
    Received<SolveRequest, StepUpdate> base = server.solveStream(named(""));
    Usage paid = base.completed().getLast().getUsage();
    SolveRequest again = named("").toBuilder().setBaseRunId(base.awaitRunId()).build();

    Usage inherited = server.solveStream(again).completed().getLast().getUsage();

    assertThat(paid.hasTakenOver()).isFalse();
    assertThat(inherited.getModelCalls()).isZero();
    assertThat(inherited.hasInputTokens()).isFalse();
    assertThat(inherited.getTakenOver().getModelCalls()).isEqualTo(paid.getModelCalls());
    assertThat(inherited.getTakenOver().getInputTokens())
        .isEqualTo(paid.getInputTokens())
        .isPositive();
    assertThat(inherited.getTakenOver().getOutputTokens())
        .isEqualTo(paid.getOutputTokens())
        .isPositive();
  }

  @Test
  void moreCandidatesThanTheBaseHadAreCalledFor() {
    Received<SolveRequest, StepUpdate> base = server.solveStream(named(""));
    base.completed();
    SolveRequest three =
        SolveRequest.newBuilder()
            .setProblem("Plan a day.")
            .setAlgorithm(best(3))
            .setBaseRunId(base.awaitRunId())
            .build();

    assertThat(server.solveStream(three).completed().getLast().getUsage().getModelCalls())
        .isEqualTo(2);
  }

  @Test
  void whatIsInheritedIsVerifiedWhileWhatIsMissingIsWritten() {
    for (int i = 1; i <= 3; i++) {
      script.on("verify/" + i, failing(DOWN), held(gate, text("Score: 70")));
    }
    Received<SolveRequest, StepUpdate> base =
        server.solveStream(named("").toBuilder().setAlgorithm(best(3)).build());
    base.failed();
    int before = model.asked().size();

    Received<SolveRequest, StepUpdate> more =
        server.solveStream(
            named("").toBuilder().setAlgorithm(best(5)).setBaseRunId(base.awaitRunId()).build());
    // Three verifications, which nobody lets go on yet, and two plans with theirs.
    model.awaitAsked(before + 3 + 4, LIMIT);
    assertThat(asked()).containsEntry("verify/4", 1L).containsEntry("verify/5", 1L);
    gate.release();

    assertThat(more.completed().getLast().getResult().getVerificationResultsList())
        .extracting(VerificationResult::getCandidateId)
        .containsExactly("solution/1", "solution/2", "solution/3", "solution/4", "solution/5");
    assertThat(more.completed().getLast().getUsage().getModelCalls()).isEqualTo(3 + 4);
  }

  @Test
  void anUnknownBaseIsNotFound() {
    var unknown = server.solveStream(named("").toBuilder().setBaseRunId("none").build());

    assertThat(unknown.failed().reason()).isEqualTo("RUN_NOT_FOUND");
    assertThat(unknown.runIdHeader()).isEmpty();
  }

  private Map<String, Long> asked() {
    return model.asked().stream()
        .map(script::key)
        .map(CallKey::path)
        .collect(Collectors.groupingBy(path -> path, Collectors.counting()));
  }

  private Received<WatchRunRequest, StepUpdate> watch(String id, long after) {
    return server.watch(WatchRunRequest.newBuilder().setRunId(id).setAfterSequence(after).build());
  }

  private void awaitVerified(String id, int candidates) throws InterruptedException {
    var seen = new HashSet<String>();
    Received<WatchRunRequest, StepUpdate> updates =
        server.watch(
            WatchRunRequest.newBuilder()
                .setRunId(id)
                .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true))
                .build());
    while (seen.size() < candidates) {
      StepUpdate update = updates.next();
      if (update.getProgress().hasCandidateVerified()) {
        seen.add(
            update.getProgress().getCandidateVerified().getVerificationResult().getCandidateId());
      }
    }
    updates.cancel();
  }

  private RunState state(String id) {
    return server.runs().getRun(GetRunRequest.newBuilder().setRunId(id).build()).getState();
  }

  private static SolveRequest graceful(Duration grace) {
    return named("").toBuilder().setDisconnectGrace(Durations.fromMillis(grace.toMillis())).build();
  }

  private static SolveRequest named(String requestId) {
    return SolveRequest.newBuilder()
        .setProblem("Plan a day.")
        .setRequestId(requestId)
        .setAlgorithm(best(2))
        .build();
  }

  private static Algorithm best(int candidates) {
    return Algorithm.newBuilder()
        .setBestOfN(BestOfN.newBuilder().setCandidates(candidates))
        .build();
  }
}
