package dev.plangen.server.telemetry;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.config.LimitsConfig;
import dev.plangen.server.config.RetentionConfig;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.run.Offer;
import dev.plangen.server.run.Offers;
import dev.plangen.server.run.Quotas;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted, to the unit. */
@Timeout(60)
class MetricsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final RetryPolicy TWICE =
      new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final Watched watched = new Watched(Contents.HIDDEN);
  private final Offers offers = offers();
  private final TestServer server = serve();

  /** One dollar for a token read, two for a token written; one call at a time; two runs. */
  private Offers offers() {
    var model =
        new SharedModel(
            new ScriptedModel(script),
            new FairQueue(1),
            TWICE,
            new RetryBudget(),
            Optional.of(
                new Prices(1_000_000_000_000L, 1_000_000_000_000L, 2_000_000_000_000L, "USD")));
    return TestServer.offers(
        new Models(
            List.of(new Models.Served("a", "openai", model)),
            Optional.of(new Models.Family("openai/", "openai", _ -> model)),
            "a"));
  }

  private TestServer serve() {
    var limits =
        new LimitsConfig(
            Optional.of(2),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return TestServer.inProcess(
        offers,
        ServerSettings.of(limits, RetentionConfig.DEFAULT, Quotas.NONE),
        watched.instrumentation());
  }

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void aSolveIsCountedWithItsStepsCallsTokensAndCost() {
    solve(bestOf(2));

    String labels = "gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=a";
    assertThat(watched.points("plangen.runs.started"))
        .containsExactly(
            entry("plangen.algorithm=best_of_n plangen.job=solve plangen.model=a", 1L));
    assertThat(watched.points("plangen.runs.ended"))
        .containsExactly(entry("plangen.job=solve plangen.model=a plangen.outcome=COMPLETE", 1L));
    assertThat(watched.points("plangen.run.duration"))
        .containsExactly(entry("plangen.job=solve plangen.outcome=COMPLETE", 1L));
    assertThat(watched.points("plangen.step.duration"))
        .containsExactly(
            entry("plangen.step=extract_constraints", 1L),
            entry("plangen.step=generate_solutions", 1L),
            entry("plangen.step=select_solution", 1L),
            entry("plangen.step=verify_solutions", 1L));
    assertThat(watched.points("plangen.model.calls"))
        .containsExactly(entry("plangen.model=a plangen.outcome=COMPLETE", 5L));
    assertThat(watched.points("gen_ai.client.operation.duration"))
        .containsExactly(entry(labels, 5L));
    assertThat(watched.points("gen_ai.client.operation.time_to_first_chunk"))
        .containsExactly(entry(labels, 5L));
    assertThat(watched.points("gen_ai.client.token.usage"))
        .containsExactly(
            entry(labels + " gen_ai.token.type=input", 5L),
            entry(labels + " gen_ai.token.type=output", 5L));
    assertThat(watched.points("plangen.model.queue_wait"))
        .containsExactly(entry("plangen.model=a", 5L));
    // Five tokens read; three of the constraints, six of two plans and four of two verdicts
    // written.
    assertThat(watched.points("plangen.model.cost"))
        .containsExactly(
            entry("plangen.currency=USD plangen.job=solve plangen.model=a", 5.0 + 2 * 13));
    assertThat(watched.points("plangen.model.retries")).isEmpty();
    assertThat(watched.points("plangen.rejections")).isEmpty();
    assertThat(watched.points("plangen.kept.runs")).containsExactly(entry("", 1L));
  }

  @Test
  void aRequestThatFailsAndItsRepeatAreTwoCallsAndOneRetry() {
    script.on(
        "solution/1",
        failing(new ModelFailed(ModelFailed.Kind.RATE_LIMITED, "Too many.")),
        text("The plan."));

    solve(bestOf(1));

    assertThat(watched.points("plangen.model.calls"))
        .containsExactly(
            entry("plangen.model=a plangen.outcome=COMPLETE", 3L),
            entry("plangen.model=a plangen.outcome=MODEL_RATE_LIMITED", 1L));
    assertThat(watched.points("plangen.model.retries"))
        .containsExactly(entry("plangen.model=a plangen.reason=MODEL_RATE_LIMITED", 1L));
  }

  @Test
  void aRunThatFailsIsCountedByItsReason() {
    script.on(
        "constraints", failing(new ModelFailed(ModelFailed.Kind.CONTENT_FILTERED, "Not that.")));

    server.solve(bestOf(1)).failed();
    server.awaitNoLiveRuns(LIMIT);

    assertThat(watched.points("plangen.runs.ended"))
        .containsExactly(
            entry("plangen.job=solve plangen.model=a plangen.outcome=MODEL_CONTENT_FILTERED", 1L));
    // It has a run, whose outcome is counted.
    assertThat(watched.points("plangen.rejections")).isEmpty();
  }

  @Test
  void whatIsRefusedIsCountedByItsReason() {
    script.on("generate", held(gate, text("late")));
    Received<GenerateRequest, GenerateChunk> first = server.generateStream(say("a"));
    Received<GenerateRequest, GenerateChunk> second = server.generateStream(say("a"));
    gate.awaitReached(LIMIT);
    first.awaitRunId();
    second.awaitRunId();

    server.generate(say("a")).failed();
    server.generate(say("b")).failed();
    server.solve(SolveRequest.getDefaultInstance()).failed();

    assertThat(watched.points("plangen.rejections"))
        .containsExactly(
            entry("plangen.reason=INVALID_REQUEST", 1L),
            entry("plangen.reason=MODEL_NOT_FOUND", 1L),
            entry("plangen.reason=SERVER_OVERLOADED", 1L));
    gate.release();
    first.completed();
    second.completed();
  }

  @Test
  void whatTheServerHoldsStandsBesideItsLimits() {
    script.on("generate", held(gate, text("late")));
    Received<GenerateRequest, GenerateChunk> first = server.generateStream(say("a"));
    gate.awaitReached(LIMIT);
    Received<GenerateRequest, GenerateChunk> second = server.generateStream(say("a"));
    Conditions.await(
        () ->
            Long.valueOf(1).equals(watched.points("plangen.model.waiting").get("plangen.model=a")));

    assertThat(watched.points("plangen.runs.live")).containsExactly(entry("", 2L));
    assertThat(watched.points("plangen.runs.limit")).containsExactly(entry("", 2L));
    assertThat(watched.points("plangen.calls.open")).containsExactly(entry("", 2L));
    assertThat(watched.points("plangen.calls.limit")).containsExactly(entry("", 10_000L));
    assertThat(watched.points("plangen.readers.open")).containsExactly(entry("", 2L));
    assertThat(watched.points("plangen.model.in_flight")).containsEntry("plangen.model=a", 1L);
    assertThat(watched.points("plangen.model.slots")).containsEntry("plangen.model=a", 1L);
    gate.release();
    first.completed();
    second.completed();
    server.awaitNoLiveRuns(LIMIT);
    Conditions.await(() -> Long.valueOf(0).equals(watched.points("plangen.readers.open").get("")));
    assertThat(watched.points("plangen.runs.live")).containsExactly(entry("", 0L));
  }

  @Test
  void namesThatCallersInventAreOneModel() {
    for (String name : List.of("openai/x", "openai/y", "openai/z")) {
      Received<GenerateRequest, GenerateResponse> call = server.generate(say(name));
      call.completed();
    }
    server.awaitNoLiveRuns(LIMIT);

    assertThat(watched.points("plangen.model.calls"))
        .containsExactly(entry("plangen.model=openai/* plangen.outcome=COMPLETE", 3L));
    assertThat(watched.points("plangen.runs.started"))
        .containsExactly(
            entry("plangen.algorithm=none plangen.job=generate plangen.model=openai/*", 3L));
  }

  @Test
  void whoGivesUpWaitingHasWaited() {
    script.on("generate", held(gate, text("late")));
    Received<GenerateRequest, GenerateChunk> first = server.generateStream(say("a"));
    gate.awaitReached(LIMIT);
    Received<GenerateRequest, GenerateChunk> second = server.generateStream(say("a"));
    Conditions.await(
        () ->
            Long.valueOf(1).equals(watched.points("plangen.model.waiting").get("plangen.model=a")));
    second.cancel();
    Conditions.await(
        () ->
            Long.valueOf(0).equals(watched.points("plangen.model.waiting").get("plangen.model=a")));
    gate.release();
    first.completed();
    server.awaitNoLiveRuns(LIMIT);

    assertThat(watched.points("plangen.model.queue_wait"))
        .containsExactly(entry("plangen.model=a", 2L));
  }

  @Test
  void aRunThatOutlastsItsModelCountsForTheModel() {
    script.on("constraints", held(gate, text("- It is short.")));
    Received<SolveRequest, StepUpdate> call = server.solveStream(bestOf(1));
    gate.awaitReached(LIMIT);
    offers.replace(
        Offer.of(TestServer.offers(new ScriptedModel(new KeyedScript()).served()).catalog()));
    gate.release();
    call.completed();
    server.awaitNoLiveRuns(LIMIT);

    assertThat(watched.points("plangen.model.calls"))
        .containsExactly(entry("plangen.model=a plangen.outcome=COMPLETE", 3L));
  }

  @Test
  void aBudgetThatStopsASearchIsCounted() {
    server
        .solve(bestOf(3).toBuilder().setBudget(Budget.newBuilder().setMaxModelCalls(3)).build())
        .completed();
    server.awaitNoLiveRuns(LIMIT);

    assertThat(watched.points("plangen.run.stops"))
        .containsExactly(entry("plangen.cause=MODEL_CALLS", 1L));
  }

  @Test
  void aStreamThatKeepsUpGetsADeltaForEachPiece() {
    script.on("generate", text("one ", "two ", "three"));
    Received<GenerateRequest, GenerateChunk> call = server.generateStream(say("a"));
    call.completed();
    server.awaitNoLiveRuns(LIMIT);
    Conditions.await(() -> Long.valueOf(0).equals(watched.points("plangen.readers.open").get("")));

    assertThat(watched.points("plangen.stream.pieces")).containsExactly(entry("", 3L));
    assertThat((Long) watched.points("plangen.stream.deltas").get("")).isBetween(1L, 3L);
  }

  @Test
  void gRpcsOwnMetricsReachBeyondTheLongestSolve() {
    solve(bestOf(1));

    assertThat(watched.metricNames())
        .contains(
            "grpc.server.call.started",
            "grpc.server.call.duration",
            "grpc.server.call.sent_total_compressed_message_size",
            "grpc.server.call.rcvd_total_compressed_message_size",
            "jvm.memory.used",
            "jvm.thread.count")
        .noneMatch(name -> name.startsWith("rpc."));
    assertThat(watched.buckets("grpc.server.call.duration")).contains(900.0, 1200.0);
  }

  private void solve(SolveRequest request) {
    Received<SolveRequest, StepUpdate> call = server.solveStream(request);
    call.completed();
    server.awaitNoLiveRuns(LIMIT);
    server.awaitNoOpenCalls(LIMIT);
  }

  private static GenerateRequest say(String model) {
    return GenerateRequest.newBuilder().setPrompt("Say it.").setModel(model).build();
  }

  private static SolveRequest bestOf(int candidates) {
    return SolveRequest.newBuilder()
        .setProblem("Plan a day.")
        .setAlgorithm(
            Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(candidates)))
        .build();
  }
}
