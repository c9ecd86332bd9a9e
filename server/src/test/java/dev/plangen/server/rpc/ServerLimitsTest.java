package dev.plangen.server.rpc;

import static dev.plangen.server.testing.Conditions.await;
import static dev.plangen.server.testing.ScriptedReply.ended;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.util.Durations;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.run.Retention;
import dev.plangen.server.run.RunLimits;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListAlgorithmsRequest;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator allows. */
@Timeout(60)
class ServerLimitsTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final SolveRequest PLAIN =
      SolveRequest.newBuilder().setProblem("Plan a day.").build();

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);

  @Test
  void aFullServerRefusesAtOnceWithPushbackAndBeforeHeaders() {
    script.on("constraints", held(gate, text("- One.")));
    try (TestServer server = server(live(1))) {
      Received<SolveRequest, StepUpdate> first = server.solveStream(PLAIN);
      gate.awaitReached(LIMIT);

      Received<SolveRequest, StepUpdate> second = server.solveStream(PLAIN);
      assertOverloaded(second.failed());
      assertThat(second.runIdHeader()).isEmpty();
      var generate = new Received<GenerateRequest, GenerateResponse>();
      generate
          .on(server.models())
          .generate(GenerateRequest.newBuilder().setPrompt("Hi").build(), generate);
      assertOverloaded(generate.failed());

      gate.release();
      assertThat(first.completed().getLast().hasResult()).isTrue();
    }
  }

  @Test
  void joiningAndWatchingTakeNoPermit() {
    script.on("constraints", held(gate, text("- One.")));
    SolveRequest named = PLAIN.toBuilder().setRequestId("r").build();
    try (TestServer server = server(live(1))) {
      Received<SolveRequest, StepUpdate> first = server.solveStream(named);
      gate.awaitReached(LIMIT);
      Received<SolveRequest, StepUpdate> joiner = server.solveStream(named);
      Received<WatchRunRequest, StepUpdate> watcher =
          server.watch(WatchRunRequest.newBuilder().setRequestId("r").build());
      joiner.awaitRunId();
      watcher.awaitRunId();
      gate.release();

      assertThat(joiner.completed()).isEqualTo(first.completed()).isEqualTo(watcher.completed());
    }
  }

  @Test
  void whoeverSeesARunEndCanStartTheNext() {
    try (TestServer server = server(live(1))) {
      for (int i = 0; i < 200; i++) {
        assertThat(server.solveStream(PLAIN).completed()).hasSize(8);
      }
    }
  }

  @Test
  void tooManyOpenCallsAreRefusedWithPushback() {
    script.on("constraints", held(gate, text("- One.")));
    UnaryOperator<ServerSettings> twoCalls =
        usual ->
            new ServerSettings(
                usual.limits(), usual.retention(), usual.bounds(), 2, usual.quotas());
    try (TestServer server = server(twoCalls)) {
      Received<SolveRequest, StepUpdate> first = server.solveStream(PLAIN);
      Received<WatchRunRequest, StepUpdate> second =
          server.watch(WatchRunRequest.newBuilder().setRunId(first.awaitRunId()).build());
      second.awaitRunId();

      assertOverloaded(server.solveStream(PLAIN).failed());
      gate.release();
      assertThat(second.completed()).isEqualTo(first.completed());
      server.awaitNoOpenCalls(LIMIT);
      assertThat(server.solveStream(PLAIN).completed()).hasSize(8);
    }
  }

  @Test
  void aRunCanBeLookedAtCancelledAndDeletedHoweverManyCallsAreOpen() {
    script.on("constraints", held(gate, text("- One.")));
    UnaryOperator<ServerSettings> oneCall =
        usual ->
            new ServerSettings(
                usual.limits(), usual.retention(), usual.bounds(), 1, usual.quotas());
    try (TestServer server = server(oneCall)) {
      Received<SolveRequest, StepUpdate> only = server.solveStream(PLAIN);
      String id = only.awaitRunId();
      assertOverloaded(server.solveStream(PLAIN).failed());

      assertThat(get(server, id).getState()).isEqualTo(dev.plangen.v1.RunState.RUN_STATE_RUNNING);
      var _ = server.runs().cancelRun(CancelRunRequest.newBuilder().setRunId(id).build());
      assertThat(only.failed().code()).isEqualTo(Status.Code.CANCELLED);
      var _ = server.runs().deleteRun(DeleteRunRequest.newBuilder().setRunId(id).build());
      assertThat(reason(server, id)).isEqualTo("RUN_NOT_FOUND");
    }
  }

  /** Those that make room, such as CancelRun, and all others. */
  @Test
  void neitherKindOfOpenCallsCrowdsOutTheOther() {
    UnaryOperator<ServerSettings> fewCalls =
        usual ->
            new ServerSettings(
                usual.limits(), usual.retention(), usual.bounds(), 100, usual.quotas());
    try (TestServer server = server(fewCalls)) {
      List<ClientCall<GetRunRequest, dev.plangen.v1.Run>> open =
          Stream.generate(() -> halfOpen(server, RunServiceGrpc.getGetRunMethod()))
              .limit(OpenCalls.MOST_MAKING_ROOM)
              .toList();
      await(() -> server.server().openCalls() == OpenCalls.MOST_MAKING_ROOM);

      assertOverloaded(Refused.details(catchThrowable(() -> get(server, "x"))));
      String id = solved(server);

      open.forEach(call -> call.cancel("the test has seen enough", null));
      server.awaitNoOpenCalls(LIMIT);
      assertThat(get(server, id)).isNotNull();
    }
  }

  /** A call whose request does not come. */
  private static <Q, P> ClientCall<Q, P> halfOpen(
      TestServer server, MethodDescriptor<Q, P> method) {
    ClientCall<Q, P> call = server.channel().newCall(method, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    return call;
  }

  @Test
  void theLongestDurationTakesTheBestOfWhatIsThere() {
    script.on("verify/2", held(gate, text("never")));
    UnaryOperator<ServerSettings> oneSecond =
        usual ->
            with(
                usual,
                new RunLimits(
                    10, Duration.ofSeconds(1), OptionalLong.empty(), OptionalLong.empty(), 8192));
    try (TestServer server = server(oneSecond)) {
      assertThat(server.solveStream(PLAIN).completed().getLast().getResult().getStopReasonValue())
          .isEqualTo(dev.plangen.v1.StopReason.STOP_REASON_RUN_DURATION_VALUE);
      script.on("constraints", held(gate, text("never")));
      assertThat(server.solveStream(PLAIN).failed().reason()).isEqualTo("RUN_DURATION_EXCEEDED");
    }
  }

  @Test
  void theServersOwnLimitsOfCallsAndTokensHoldForEveryRun() {
    UnaryOperator<ServerSettings> tight =
        usual ->
            with(
                usual,
                new RunLimits(
                    10, Duration.ofMinutes(1), OptionalLong.of(5), OptionalLong.of(50_000), 500));
    try (TestServer server = server(tight)) {
      var result = server.solveStream(PLAIN).completed().getLast().getResult();

      assertThat(result.getSolutionsList()).hasSize(2);
      assertThat(model.asked())
          .allSatisfy(ask -> assertThat(ask.options().maxOutputTokens()).hasValue(500));
      assertThat(result.getUsage().getModelCalls()).isEqualTo(5);
    }
  }

  @Test
  void aTextThatTheServersLimitCutsOffIsNotPaidAgain() {
    script.on("solution/1", ended(FinishCause.LENGTH, "A plan without"));
    UnaryOperator<ServerSettings> shortTexts =
        usual ->
            with(
                usual,
                new RunLimits(
                    10, Duration.ofMinutes(1), OptionalLong.empty(), OptionalLong.empty(), 4096));
    try (TestServer server = server(shortTexts)) {
      String base = solved(server);
      int asked = model.asked().size();

      server.solveStream(PLAIN.toBuilder().setBaseRunId(base).build()).completed();

      // With more than the server allows it would not have been cut off, but nobody has more.
      assertThat(model.asked()).hasSize(asked);
    }
  }

  @Test
  void aRequestForMoreThanIsAllowedIsRefusedByField() {
    var bounds = new RequestBounds(3, 20, OptionalLong.of(5000), 1000, 1024);
    UnaryOperator<ServerSettings> bounded =
        usual -> new ServerSettings(usual.limits(), usual.retention(), bounds, 100, usual.quotas());
    SolveRequest greedy =
        PLAIN.toBuilder()
            .setProblem("x".repeat(1025))
            .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(4)))
            .setSampling(Sampling.newBuilder().setMaxOutputTokens(1001))
            .setBudget(Budget.newBuilder().setMaxModelCalls(21).setMaxTotalTokens(5001))
            .build();
    try (TestServer server = server(bounded)) {
      assertThat(server.solveStream(greedy).failed().fields())
          .containsExactly(
              "problem",
              "sampling.max_output_tokens",
              "algorithm.best_of_n.candidates",
              "budget.max_model_calls",
              "budget.max_total_tokens");
      // The default number of candidates is no wish of the caller's.
      assertThat(server.solveStream(PLAIN).completed().getLast().getResult().getSolutionsList())
          .hasSize(3);
    }
  }

  @Test
  void theListOfAlgorithmsTellsWhatIsAllowedHere() {
    var bounds = new RequestBounds(3, 9, OptionalLong.empty(), 1000, 1024);
    UnaryOperator<ServerSettings> bounded =
        usual -> new ServerSettings(usual.limits(), usual.retention(), bounds, 100, usual.quotas());
    try (TestServer server = server(bounded)) {
      AlgorithmInfo bestOfN =
          server
              .planGenBlocking()
              .listAlgorithms(ListAlgorithmsRequest.getDefaultInstance())
              .getAlgorithms(0);

      assertThat(bestOfN.getParameters(0).getDefaultValue()).isEqualTo(3);
      assertThat(bestOfN.getParameters(0).getMaxValue()).isEqualTo(3);
      // Ten, if each verdict had to be asked for twice; but so many are not allowed.
      assertThat(bestOfN.getMaxModelCalls()).isEqualTo(9);
    }
  }

  @Test
  void runsThatEndedAreForgottenOldestFirst() {
    UnaryOperator<ServerSettings> two = retaining(new Retention(2, 1 << 20, Duration.ofHours(1)));
    try (TestServer server = server(two)) {
      String first = solved(server);
      String second = solved(server);
      String third = solved(server);
      server.awaitNoLiveRuns(LIMIT);

      assertThat(reason(server, first)).isEqualTo("RUN_EXPIRED");
      assertThat(get(server, second)).isNotNull();
      assertThat(get(server, third)).isNotNull();
      assertThat(server.watch(WatchRunRequest.newBuilder().setRunId(first).build()).failed().code())
          .isEqualTo(Status.Code.NOT_FOUND);
      assertThat(
              server.solveStream(PLAIN.toBuilder().setBaseRunId(first).build()).failed().reason())
          .isEqualTo("RUN_EXPIRED");
    }
  }

  @Test
  void runsAreForgottenWhenTheyTakeTooManyBytes() {
    try (TestServer server = server(retaining(new Retention(100, 20_000, Duration.ofHours(1))))) {
      String first = solved(server);
      for (int i = 0; i < 5; i++) {
        solved(server);
      }
      server.awaitNoLiveRuns(LIMIT);

      assertThat(reason(server, first)).isEqualTo("RUN_EXPIRED");
      assertThat(server.server().census().keptBytes()).isBetween(1L, 20_000L);
    }
  }

  @Test
  void runsAreForgottenWhenTheyAreOldThoughNothingElseHappens() {
    try (TestServer server =
        server(retaining(new Retention(100, 1 << 20, Duration.ofMillis(50))))) {
      String old = solved(server);
      server.awaitNoLiveRuns(LIMIT);
      server.awaitNothingKept(LIMIT);

      assertThat(reason(server, old)).isEqualTo("RUN_EXPIRED");
    }
  }

  @Test
  void aServerMayKeepNothing() {
    SolveRequest named = PLAIN.toBuilder().setRequestId("r").build();
    try (TestServer server = server(retaining(new Retention(0, 0, Duration.ZERO)))) {
      server.solveStream(named).completed();
      server.awaitNoLiveRuns(LIMIT);
      server.solveStream(named).completed();
      server.awaitNoLiveRuns(LIMIT);

      assertThat(model.asked()).hasSize(22);
      assertThat(server.server().census().keptBytes()).isZero();
    }
  }

  private static String solved(TestServer server) {
    Received<SolveRequest, StepUpdate> call = server.solveStream(PLAIN);
    call.completed();
    return call.awaitRunId();
  }

  private static dev.plangen.v1.Run get(TestServer server, String id) {
    return server.runs().getRun(GetRunRequest.newBuilder().setRunId(id).build());
  }

  private static String reason(TestServer server, String id) {
    return Refused.details(catchThrowable(() -> get(server, id))).reason();
  }

  private static void assertOverloaded(Refused.Details refused) {
    assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.reason()).isEqualTo("SERVER_OVERLOADED");
    assertThat(Durations.toMillis(refused.retry().orElseThrow().getRetryDelay())).isEqualTo(1000);
    assertThat(refused.everything()).contains("grpc-retry-pushback-ms=1000");
  }

  private TestServer server(UnaryOperator<ServerSettings> change) {
    return TestServer.inProcess(model, change.apply(ServerSettings.DEFAULT));
  }

  private static UnaryOperator<ServerSettings> live(int runs) {
    return usual ->
        with(
            usual,
            new RunLimits(
                runs, Duration.ofMinutes(1), OptionalLong.empty(), OptionalLong.empty(), 8192));
  }

  private static UnaryOperator<ServerSettings> retaining(Retention retention) {
    return usual ->
        new ServerSettings(
            usual.limits(), retention, usual.bounds(), usual.openCalls(), usual.quotas());
  }

  private static ServerSettings with(ServerSettings usual, RunLimits limits) {
    return new ServerSettings(
        limits, usual.retention(), usual.bounds(), usual.openCalls(), usual.quotas());
  }
}
