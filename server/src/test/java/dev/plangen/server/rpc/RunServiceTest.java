package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.util.Timestamps;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leaving a run and coming back to it. */
@Timeout(60)
class RunServiceTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");
  private static final SolveRequest TWO =
      SolveRequest.newBuilder()
          .setProblem("Plan a day.")
          .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(2)))
          .build();

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);
  private final TestServer server = TestServer.inProcess(model);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aStartedRunIsReturnedAtOnceAndGoesOnWithoutAReader() {
    script.on("constraints", held(gate, text("- One.")));

    Run started = start(TWO.toBuilder().putLabels("team", "ops").build());

    assertThat(started.getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
    assertThat(started.getModel()).isEqualTo(TestServer.MODEL);
    assertThat(started.getAlgorithm().getBestOfN())
        .isEqualTo(BestOfN.newBuilder().setCandidates(2).setParallelism(2).build());
    assertThat(started.getLabelsMap()).containsOnly(java.util.Map.entry("team", "ops"));
    assertThat(started.hasEndTime()).isFalse();
    assertThat(started.hasResult()).isFalse();
    gate.release();
    List<StepUpdate> updates = watch(started.getRunId(), 0).completed();
    Run ended = get(started.getRunId());
    assertThat(ended.getState()).isEqualTo(RunState.RUN_STATE_COMPLETE);
    assertThat(ended.getResult()).isEqualTo(updates.getLast().getResult());
    assertThat(ended.getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
    assertThat(ended.getLastSequence()).isEqualTo(updates.getLast().getSequence());
    assertThat(ended.getUsage()).isEqualTo(updates.getLast().getUsage());
    assertThat(ended.getEndTime()).isEqualTo(updates.getLast().getUpdateTime());
    assertThat(Timestamps.compare(ended.getCreateTime(), ended.getEndTime())).isNegative();
    assertThat(ended.hasError()).isFalse();
  }

  @Test
  void aRunTellsWhatItWasAskedSoThatItsPlansCanBeJudgedByOthers() {
    SolveRequest asked =
        TWO.toBuilder()
            .setSampling(Sampling.newBuilder().setTemperature(0.3))
            .setVerificationThreshold(80)
            .putLabels("team", "ops")
            .build();
    Run first = start(asked);
    watch(first.getRunId(), 0).completed();

    SolveRequest told = get(first.getRunId()).getRequest();

    assertThat(told.getProblem()).isEqualTo(asked.getProblem());
    assertThat(told.getSampling()).isEqualTo(asked.getSampling());
    assertThat(told.getVerificationThreshold()).isEqualTo(80);
    assertThat(told.getVerifiersList()).containsExactly("llm");
    assertThat(told.getLabelsMap()).isEmpty();
    Run again =
        start(told.toBuilder().setBaseRunId(first.getRunId()).setVerificationThreshold(1).build());
    watch(again.getRunId(), 0).completed();
    assertThat(get(again.getRunId()).getUsage().getModelCalls()).isZero();
    assertThat(server.runs().listRuns(ListRunsRequest.getDefaultInstance()).getRunsList())
        .noneMatch(Run::hasRequest);
  }

  @Test
  void watchingAfterAnyUpdateGivesTheRestWhateverTheOptions() {
    Received<SolveRequest, StepUpdate> all =
        server.solveStream(
            TWO.toBuilder()
                .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true))
                .build());
    List<StepUpdate> updates = all.completed();
    String id = all.awaitRunId();

    for (int after = 0; after <= updates.size(); after++) {
      List<StepUpdate> rest = updates.subList(after, updates.size());
      assertThat(watch(id, after, true).completed()).isEqualTo(rest);
      assertThat(watch(id, after, false).completed())
          .isEqualTo(rest.stream().filter(update -> !update.hasProgress()).toList());
    }
  }

  @Test
  void watchingARunThatFailedEndsOkAndTellsHowItFailed() {
    script.on("constraints", failing(DOWN));
    Received<SolveRequest, StepUpdate> failed = server.solveStream(TWO);
    assertThat(failed.failed().code()).isEqualTo(Status.Code.UNAVAILABLE);

    List<StepUpdate> seen = watch(failed.awaitRunId(), 0).completed();

    assertThat(seen).isEqualTo(failed.messages());
    Run run = get(failed.awaitRunId());
    assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_FAILED);
    assertThat(run.getError()).isEqualTo(seen.getLast().getError());
    assertThat(run.getStopReason()).isEqualTo(StopReason.STOP_REASON_UNSPECIFIED);
  }

  @Test
  void aRunIsFoundByItsRequestIdToo() {
    Run started = start(TWO.toBuilder().setRequestId("order-7").build());

    WatchRunRequest byRequest = WatchRunRequest.newBuilder().setRequestId("order-7").build();
    Received<WatchRunRequest, StepUpdate> watched = server.watch(byRequest);
    watched.completed();
    assertThat(watched.awaitRunId()).isEqualTo(started.getRunId());
    Run run = server.runs().getRun(GetRunRequest.newBuilder().setRequestId("order-7").build());
    assertThat(run.getRunId()).isEqualTo(started.getRunId());
    assertThat(run.getRequestId()).isEqualTo("order-7");
  }

  @Test
  void aCancelledRunTellsItsReadersAndStaysCancelled() {
    script.on("solution/2", held(gate, text("never")));
    Received<SolveRequest, StepUpdate> reader = server.solveStream(TWO);
    String id = reader.awaitRunId();
    gate.awaitReached(LIMIT);

    cancel(id);

    assertThat(reader.failed().reason()).isEqualTo("CANCELLED");
    assertThat(watch(id, 0).completed()).isEqualTo(reader.messages());
    Run run = cancel(id);
    assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
    assertThat(run.getError().getReason()).isEqualTo("CANCELLED");
  }

  @Test
  void cancellingARunThatIsCompleteChangesNothing() {
    Run started = start(TWO);
    watch(started.getRunId(), 0).completed();
    Run complete = get(started.getRunId());

    assertThat(cancel(started.getRunId())).isEqualTo(complete);
    assertThat(get(started.getRunId())).isEqualTo(complete);
  }

  @Test
  void aDeletedRunIsForgottenAtOnce() {
    Run started = start(TWO.toBuilder().setRequestId("r").build());
    watch(started.getRunId(), 0).completed();

    delete(started.getRunId());

    assertThat(refusal(() -> get(started.getRunId())).reason()).isEqualTo("RUN_NOT_FOUND");
    assertThat(watch(started.getRunId(), 0).failed().code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal(() -> delete(started.getRunId())).reason()).isEqualTo("RUN_NOT_FOUND");
    assertThat(list(ListRunsRequest.getDefaultInstance()).getRunsList()).isEmpty();
    assertThat(start(TWO.toBuilder().setRequestId("r").build()).getRunId())
        .isNotEqualTo(started.getRunId());
  }

  @Test
  void deletingALiveRunCancelsItAndEndsItsReaders() {
    script.on("solution/2", held(gate, text("never")));
    Received<SolveRequest, StepUpdate> reader = server.solveStream(TWO);
    gate.awaitReached(LIMIT);

    delete(reader.awaitRunId());

    assertThat(reader.failed().reason()).isEqualTo("RUN_NOT_FOUND");
  }

  @Test
  void runsAreListedNewestFirstInStablePages() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(start(TWO).getRunId());
    }

    ListRunsResponse first = list(ListRunsRequest.newBuilder().setPageSize(2).build());
    start(TWO);
    ListRunsResponse second = list(next(first).setPageSize(2).build());
    ListRunsResponse third = list(next(second).setPageSize(2).build());

    assertThat(ids(first, second, third)).isEqualTo(ids);
    assertThat(third.getNextPageToken()).isEmpty();
  }

  @Test
  void runsAreListedByStateRequestIdAndLabelsWithoutResults() {
    Run complete = start(TWO.toBuilder().putLabels("a", "1").putLabels("b", "2").build());
    watch(complete.getRunId(), 0).completed();
    script.on("constraints", failing(DOWN));
    Run failed = start(TWO.toBuilder().setRequestId("r").putLabels("a", "1").build());
    watch(failed.getRunId(), 0).completed();
    script.on("constraints", held(gate, text("- One.")));
    Run running = start(TWO);

    assertThat(ids(list(state(RunState.RUN_STATE_COMPLETE)))).containsExactly(complete.getRunId());
    assertThat(ids(list(state(RunState.RUN_STATE_FAILED)))).containsExactly(failed.getRunId());
    assertThat(ids(list(state(RunState.RUN_STATE_RUNNING)))).containsExactly(running.getRunId());
    assertThat(ids(list(state(RunState.RUN_STATE_CANCELLED)))).isEmpty();
    assertThat(ids(list(ListRunsRequest.newBuilder().setRequestId("r").build())))
        .containsExactly(failed.getRunId());
    assertThat(ids(list(ListRunsRequest.newBuilder().putLabels("a", "1").build())))
        .containsExactly(failed.getRunId(), complete.getRunId());
    assertThat(ids(list(ListRunsRequest.newBuilder().putLabels("b", "1").build()))).isEmpty();
    assertThat(list(state(RunState.RUN_STATE_COMPLETE)).getRuns(0))
        .isEqualTo(get(complete.getRunId()).toBuilder().clearRequest().clearResult().build());
  }

  @Test
  void whatIsWrongIsNamedByField() {
    String id = start(TWO).getRunId();
    watch(id, 0).completed();

    assertThat(refusal(() -> get("")).fields()).containsExactly("run_id");
    assertThat(refusal(() -> get("a b")).fields()).containsExactly("run_id");
    assertThat(refusal(() -> cancel("nowhere")).reason()).isEqualTo("RUN_NOT_FOUND");
    assertThat(watch(id, -1).failed().fields()).containsExactly("after_sequence");
    assertThat(watch(id, 1000).failed().fields()).containsExactly("after_sequence");
    assertThat(refusal(() -> list(ListRunsRequest.newBuilder().setPageSize(-1).build())).fields())
        .containsExactly("page_size");
    ListRunsRequest other = state(RunState.RUN_STATE_FAILED);
    start(TWO);
    String token = list(ListRunsRequest.newBuilder().setPageSize(1).build()).getNextPageToken();
    assertThat(refusal(() -> list(other.toBuilder().setPageToken(token).build())).fields())
        .containsExactly("page_token");
    assertThat(refusal(() -> list(other.toBuilder().setPageToken("?").build())).fields())
        .containsExactly("page_token");
    assertThat(
            refusal(
                    () ->
                        start(
                            SolveRequest.newBuilder()
                                .setOnDisconnect(OnDisconnect.ON_DISCONNECT_CANCEL)
                                .build()))
                .fields())
        .containsExactly("request.problem", "request.on_disconnect");
  }

  private Run start(SolveRequest request) {
    return server.runs().startRun(StartRunRequest.newBuilder().setRequest(request).build());
  }

  private Run get(String id) {
    return server.runs().getRun(GetRunRequest.newBuilder().setRunId(id).build());
  }

  private Run cancel(String id) {
    return server.runs().cancelRun(CancelRunRequest.newBuilder().setRunId(id).build());
  }

  private void delete(String id) {
    var _ = server.runs().deleteRun(DeleteRunRequest.newBuilder().setRunId(id).build());
  }

  private ListRunsResponse list(ListRunsRequest request) {
    return server.runs().listRuns(request);
  }

  private Received<WatchRunRequest, StepUpdate> watch(String id, long after) {
    return watch(id, after, false);
  }

  private Received<WatchRunRequest, StepUpdate> watch(String id, long after, boolean events) {
    return server.watch(
        WatchRunRequest.newBuilder()
            .setRunId(id)
            .setAfterSequence(after)
            .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(events))
            .build());
  }

  private static ListRunsRequest state(RunState state) {
    return ListRunsRequest.newBuilder().setState(state).build();
  }

  private static ListRunsRequest.Builder next(ListRunsResponse page) {
    return ListRunsRequest.newBuilder().setPageToken(page.getNextPageToken());
  }

  private static List<String> ids(ListRunsResponse... pages) {
    return List.of(pages).stream()
        .flatMap(page -> page.getRunsList().stream())
        .map(Run::getRunId)
        .toList();
  }

  private static Refused.Details refusal(ThrowingCallable call) {
    return Refused.details(catchThrowable(call));
  }
}
