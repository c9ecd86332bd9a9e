package dev.plangen.server.telemetry;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.Access;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.auth.Authentication;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a trace of a run shows, from the caller to the model. */
@Timeout(60)
class TracesTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER_TRACE = "1af7651916cd43dd8448eb211c80319c";
  private static final String SOLVE = "plangen.v1.PlanGenService/Solve";
  private static final RetryPolicy TWICE =
      new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private Watched watched = new Watched(Contents.HIDDEN);
  private TestServer server = serve();

  private TestServer serve() {
    var model =
        new SharedModel(
            new ScriptedModel(script),
            FairQueue.unlimited(),
            TWICE,
            new RetryBudget(),
            Optional.empty());
    return TestServer.inProcess(
        TestServer.offers(
            new Models(
                List.of(new Models.Served(TestServer.MODEL, "azure", model)),
                Optional.empty(),
                TestServer.MODEL)),
        ServerSettings.DEFAULT,
        watched.instrumentation());
  }

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void aSolveIsOneTreeInTheTraceOfItsCaller() {
    script.on("verify/1", text("Checked.\n", "Score: 97"));

    SolveResponse response = traced(server.planGenBlocking(), TRACE).solve(one());

    SpanData run = watched.await("run solve", 1).getFirst();
    SpanData rpc = watched.await(SOLVE, 1).getFirst();
    assertThat(watched.tree(TRACE))
        .containsExactly(
            SOLVE,
            "  run solve",
            "    step extract_constraints",
            "      chat acme/planner constraints",
            "    step generate_solutions",
            "      chat acme/planner solution/1",
            "    step select_solution",
            "    step verify_solutions",
            "      chat acme/planner verify/1");
    assertThat(watched.spans()).allMatch(span -> span.getTraceId().equals(TRACE));
    assertThat(rpc.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(rpc.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(rpc.getAttributes().get(RunTraces.RUN_ID)).isEqualTo(response.getRunId());
    assertThat(run.getAttributes().get(RunTraces.RUN_ID)).isEqualTo(response.getRunId());
  }

  @Test
  void aRequestToAModelIsToldByTheConventions() {
    traced(server.planGenBlocking(), TRACE).solve(one());

    watched.await("run solve", 1);
    SpanData chat =
        watched.await("chat acme/planner", 3).stream()
            .filter(span -> span.getAttributes().toString().contains("solution/1"))
            .findFirst()
            .orElseThrow();
    assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(chat.getAttributes().get(GenAi.OPERATION_NAME)).isEqualTo("chat");
    assertThat(chat.getAttributes().get(GenAi.PROVIDER_NAME)).isEqualTo("azure.ai.openai");
    assertThat(chat.getAttributes().get(GenAi.REQUEST_MODEL)).isEqualTo(TestServer.MODEL);
    assertThat(chat.getAttributes().get(GenAi.REQUEST_TEMPERATURE)).isEqualTo(0.7);
    assertThat(chat.getAttributes().get(GenAi.FINISH_REASONS)).containsExactly("stop");
    assertThat(chat.getAttributes().get(GenAi.INPUT_TOKENS)).isEqualTo(1);
    assertThat(chat.getAttributes().get(GenAi.OUTPUT_TOKENS)).isEqualTo(3);
    assertThat(chat.getAttributes().get(GenAi.TIME_TO_FIRST_CHUNK)).isNotNegative();
    assertThat(chat.getAttributes().get(GenAi.ERROR_TYPE)).isNull();
  }

  @Test
  void aRequestThatFailedAndItsRepeatHaveASpanEach() {
    script.on(
        "solution/1",
        failing(new ModelFailed(ModelFailed.Kind.RATE_LIMITED, "Too many.")),
        text("The plan."));

    traced(server.planGenBlocking(), TRACE).solve(one());

    watched.await("run solve", 1);
    watched.await(SOLVE, 1);
    assertThat(watched.tree(TRACE))
        .containsSequence(
            "    step generate_solutions",
            "      chat acme/planner solution/1",
            "      chat acme/planner solution/1 !MODEL_RATE_LIMITED");
  }

  @Test
  void aRunThatFailsSaysWhyOnEachOfItsSpans() {
    script.on(
        "constraints", failing(new ModelFailed(ModelFailed.Kind.CONTENT_FILTERED, "Not that.")));

    Received<SolveRequest, SolveResponse> call = new Received<>();
    traced(call.on(server.planGen()), TRACE).solve(one(), call);
    call.failed();

    watched.await("run solve", 1);
    watched.await(SOLVE, 1);
    assertThat(watched.tree(TRACE)).element(1).isEqualTo("  run solve !MODEL_CONTENT_FILTERED");
    assertThat(watched.tree(TRACE))
        .contains(
            "    step extract_constraints !MODEL_CONTENT_FILTERED",
            "      chat acme/planner constraints !MODEL_CONTENT_FILTERED");
  }

  @Test
  void whatIsCancelledIsNotAnError() {
    script.on("solution/1", held(gate, text("never")));
    String id =
        traced(server.runs(), TRACE)
            .startRun(StartRunRequest.newBuilder().setRequest(one()).build())
            .getRunId();
    gate.awaitReached(LIMIT);
    server.runs().cancelRun(CancelRunRequest.newBuilder().setRunId(id).build());

    SpanData run = watched.await("run solve", 1).getFirst();
    watched.await("plangen.v1.RunService/StartRun", 1);
    assertThat(watched.tree(TRACE))
        .containsExactly(
            "plangen.v1.RunService/StartRun",
            "  run solve !CANCELLED",
            "    step extract_constraints",
            "      chat acme/planner constraints",
            "    step generate_solutions !CANCELLED",
            "      chat acme/planner solution/1 !CANCELLED");
    assertThat(run.getStatus().getStatusCode().name()).isEqualTo("UNSET");
  }

  @Test
  void aRunOutlivesTheCallThatStartsIt() {
    script.on("solution/1", held(gate, text("late")));
    var _ =
        traced(server.runs(), TRACE)
            .startRun(StartRunRequest.newBuilder().setRequest(one()).build());
    gate.awaitReached(LIMIT);
    SpanData rpc = watched.await("plangen.v1.RunService/StartRun", 1).getFirst();
    gate.release();

    SpanData run = watched.await("run solve", 1).getFirst();
    assertThat(run.getParentSpanId()).isEqualTo(rpc.getSpanId());
    assertThat(run.getEndEpochNanos()).isGreaterThan(rpc.getEndEpochNanos());
  }

  @Test
  void whoJoinsARunHasALinkToItAndATraceOfTheirOwn() {
    script.on("solution/1", held(gate, text("late")));
    SolveRequest named = one().toBuilder().setRequestId("r").build();
    Received<SolveRequest, StepUpdate> first = new Received<>();
    traced(first.on(server.planGen()), TRACE).solveStream(named, first);
    gate.awaitReached(LIMIT);
    Received<SolveRequest, StepUpdate> second = new Received<>();
    traced(second.on(server.planGen()), OTHER_TRACE).solveStream(named, second);
    second.awaitRunId();
    gate.release();
    first.completed();
    second.completed();

    SpanData run = watched.await("run solve", 1).getFirst();
    watched.await("plangen.v1.PlanGenService/SolveStream", 2);
    assertThat(watched.tree(OTHER_TRACE)).containsExactly("plangen.v1.PlanGenService/SolveStream");
    assertThat(
            watched.spans().stream()
                .filter(span -> span.getTraceId().equals(OTHER_TRACE))
                .flatMap(span -> span.getLinks().stream())
                .map(LinkData::getSpanContext))
        .containsExactly(run.getSpanContext());
  }

  @Test
  void aCallerWithoutATraceStartsOne() {
    var _ =
        ModelServiceGrpc.newBlockingStub(server.channel())
            .generate(GenerateRequest.newBuilder().setPrompt("Say it.").build());

    SpanData run = watched.await("run generate", 1).getFirst();
    watched.await("plangen.v1.ModelService/Generate", 1);
    assertThat(watched.tree(run.getTraceId()))
        .containsExactly(
            "plangen.v1.ModelService/Generate", "  run generate", "    chat acme/planner generate");
  }

  @Test
  void healthChecksAreNotTraced() {
    var _ =
        traced(HealthGrpc.newBlockingStub(server.channel()), TRACE)
            .check(HealthCheckRequest.getDefaultInstance());

    assertThat(watched.spans()).isEmpty();
  }

  @Test
  void whoIsRefusedForLackOfATokenLeavesNoSpan() {
    var nobody =
        new Access(
            new Authentication(List.of(), Optional.empty(), Optional.empty()),
            Access.Health.OPEN,
            Access.Reflection.OPEN);
    try (TestServer guarded =
        TestServer.inProcess(
            TestServer.offers(new ScriptedModel(script).served()),
            ServerSettings.DEFAULT,
            nobody,
            watched.instrumentation())) {
      Received<SolveRequest, SolveResponse> call = new Received<>();
      traced(call.on(guarded.planGen()), TRACE).solve(one(), call);

      assertThat(call.failed().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
    assertThat(watched.points("plangen.rejections")).hasSize(1);
    assertThat(watched.spans()).isEmpty();
  }

  @Test
  void nothingThatAnybodyWroteIsInASpan() {
    traced(server.planGenBlocking(), TRACE).solve(one());

    watched.await("run solve", 1);
    watched.await(SOLVE, 1);
    assertThat(watched.everything()).doesNotContain("giraffe", "Plan of", "It is short", "Score:");
  }

  @Test
  void contentIsShownWhereTheOperatorSaysSo() {
    server.close();
    watched.close();
    watched = new Watched(Contents.SHOWN);
    server = serve();

    traced(server.planGenBlocking(), TRACE)
        .solve(one().toBuilder().setProblem("A giraffe. " + "x".repeat(50_000)).build());

    watched.await("run solve", 1);
    SpanData chat = watched.await("chat acme/planner", 3).getFirst();
    assertThat(chat.getAttributes().get(GenAi.INPUT_MESSAGES))
        .startsWith("[{")
        .contains("\"role\":\"user\"", "giraffe")
        .hasSizeLessThan(Contents.MOST_CHARS + 1000);
    assertThat(chat.getAttributes().get(GenAi.OUTPUT_MESSAGES)).contains("It is short.");
  }

  private static SolveRequest one() {
    return SolveRequest.newBuilder()
        .setProblem("Take a giraffe for a walk.")
        .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(1)))
        .build();
  }

  private static <S extends AbstractStub<S>> S traced(S stub, String trace) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + trace + "-b7ad6b7169203331-01");
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
