package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.ExtractConstraintsResponse;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GeneratePlanResponse;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.TreeOfThought;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.VerifyPlanResponse;
import io.grpc.Status;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused before a run exists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestErrorsTest {

  private final TestServer server = TestServer.offline();

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(" \n")
            .setSampling(Sampling.newBuilder().setTemperature(2.1).setMaxOutputTokens(0))
            .setAlgorithm(candidates(65))
            .setVerificationThreshold(101)
            .addConstraints("one")
            .addConstraints("two")
            .addConstraints("\t")
            .setStreamOptions(heartbeat(Duration.newBuilder().setNanos(99_999_999)))
            .build();
    for (Received<?, ?> call :
        Stream.of(server.solve(request), server.solveStream(request)).toList()) {
      Details refused = call.failed();

      assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.fields())
          .containsExactlyInAnyOrder(
              "problem",
              "sampling.temperature",
              "sampling.max_output_tokens",
              "algorithm.best_of_n.candidates",
              "verification_threshold",
              "constraints[2]",
              "stream_options.heartbeat_interval");
      assertThat(refused.message()).contains(refused.fields());
      assertThat(refused.message().length()).isLessThan(600);
    }
  }

  @Test
  void aRefusalIsTrailersOnlyAndNamesNoRun() {
    var call = server.solveStream(SolveRequest.getDefaultInstance());

    assertThat(call.failed().info())
        .contains(
            ErrorInfo.newBuilder().setDomain("plangen.dev").setReason("INVALID_REQUEST").build());
    assertThat(call.runIdHeader()).isEmpty();
    assertThat(call.messages()).isEmpty();
  }

  @Test
  void aModelThatIsNotServedIsNotFound() {
    var call = server.solveStream(Problems.meeting().setModel("acme/other").build());
    Details refused = call.failed();

    assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.reason()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(refused.message()).contains("acme/other").contains("ListModels");
    assertThat(call.runIdHeader()).isEmpty();
  }

  record Wrong(String field, SolveRequest.Builder request) {
    @Override
    public String toString() {
      return field
          + " "
          + request.getSampling()
          + request.getAlgorithm()
          + request.getVerificationThreshold()
          + request.getStreamOptions();
    }
  }

  static Stream<Wrong> wrongValues() {
    return Stream.of(
        new Wrong("problem", Problems.meeting().clearProblem()),
        new Wrong("problem", Problems.meeting().setProblem("é".repeat(65_537))),
        new Wrong("model", Problems.meeting().setModel("m".repeat(257))),
        new Wrong("sampling.temperature", sampling(Sampling.newBuilder().setTemperature(-0.1))),
        new Wrong(
            "sampling.temperature", sampling(Sampling.newBuilder().setTemperature(Double.NaN))),
        new Wrong(
            "sampling.max_output_tokens",
            sampling(Sampling.newBuilder().setMaxOutputTokens(131_073))),
        new Wrong("algorithm.best_of_n.candidates", Problems.meeting().setAlgorithm(candidates(0))),
        new Wrong("verification_threshold", Problems.meeting().setVerificationThreshold(-101)),
        new Wrong("constraints[0]", Problems.meeting().addConstraints("")),
        new Wrong(
            "constraints", Problems.meeting().addAllConstraints(Collections.nCopies(201, "x"))),
        new Wrong("constraints", Problems.meeting().addConstraints("x".repeat(65_537))),
        new Wrong(
            "stream_options.heartbeat_interval",
            Problems.meeting()
                .setStreamOptions(heartbeat(Duration.newBuilder().setSeconds(3600).setNanos(1)))),
        new Wrong(
            "stream_options.heartbeat_interval",
            Problems.meeting()
                .setStreamOptions(heartbeat(Duration.newBuilder().setSeconds(9_300_000_000L)))),
        new Wrong("model", Problems.meeting().setModel("offline/planner\nrun ended")),
        new Wrong("model", Problems.meeting().setModel("x".repeat(257))),
        new Wrong(
            "stream_options.heartbeat_interval",
            Problems.meeting().setStreamOptions(heartbeat(Duration.newBuilder().setSeconds(-1)))));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void aWrongValueIsRefusedByItsName(Wrong wrong) {
    assertThat(server.solve(wrong.request().build()).failed().fields())
        .containsExactly(wrong.field());
    assertThat(server.solveStream(wrong.request().build()).failed().fields())
        .containsExactly(wrong.field());
  }

  static Stream<SolveRequest.Builder> extremeValues() {
    return Stream.of(
        sampling(Sampling.newBuilder().setTemperature(0)),
        sampling(Sampling.newBuilder().setTemperature(2)),
        Problems.meeting().setVerificationThreshold(-100),
        Problems.meeting().setVerificationThreshold(100),
        Problems.meeting().setAlgorithm(candidates(1)),
        Problems.meeting()
            .setAlgorithm(candidates(64))
            .setSampling(Sampling.newBuilder().setMaxOutputTokens(1000)),
        Problems.meeting().setStreamOptions(heartbeat(Duration.newBuilder().setNanos(100_000_000))),
        Problems.meeting().setStreamOptions(heartbeat(Duration.newBuilder().setSeconds(3600))));
  }

  @ParameterizedTest
  @MethodSource("extremeValues")
  void theBoundsThemselvesAreTaken(SolveRequest.Builder request) {
    assertThat(server.solve(request.build()).completed()).hasSize(1);
  }

  @Test
  void candidatesTimesOutputTokensIsBoundedByName() {
    SolveRequest request =
        Problems.meeting()
            .setAlgorithm(candidates(64))
            .setSampling(Sampling.newBuilder().setMaxOutputTokens(131_072))
            .build();
    Details refused = server.solve(request).failed();

    assertThat(refused.fields())
        .containsExactlyInAnyOrder("sampling.max_output_tokens", "algorithm.best_of_n.candidates");
    String mostText = refused.message().replaceFirst("(?s).*must be at most (\\d+) with.*", "$1");
    int most = Integer.parseInt(mostText);
    assertThat(server.solve(withTokens(request, most)).completed()).hasSize(1);
    assertThat(server.solve(withTokens(request, most + 1)).failed().fields())
        .contains("sampling.max_output_tokens");
  }

  @Test
  void aSearchStepByStepFitsWithMoreTokensIfItIsSmaller() {
    SolveRequest.Builder request =
        Problems.meeting().setSampling(Sampling.newBuilder().setMaxOutputTokens(100_000));
    var tree = TreeOfThought.newBuilder().setBranching(1);

    assertThat(server.solve(request.setAlgorithm(tree(tree)).build()).failed().fields())
        .containsExactlyInAnyOrder(
            "sampling.max_output_tokens", "algorithm.tree_of_thought.max_expansions");
    assertThat(
            server
                .solve(request.setAlgorithm(tree(tree.setMaxExpansions(1))).build())
                .runIdHeader())
        .isPresent();
  }

  private static Algorithm.Builder tree(TreeOfThought.Builder tree) {
    return Algorithm.newBuilder().setTreeOfThought(tree);
  }

  /** Of a root that a mixture expands, ten steps come in one update. */
  @Test
  void aMixtureOfOneIterationHasRoomForTheStepsOfAnExpansion() {
    SolveRequest.Builder request =
        Problems.meeting()
            .setAlgorithm(
                Algorithm.newBuilder().setMixture(Mixture.newBuilder().setMaxIterations(1)))
            .setSampling(Sampling.newBuilder().setMaxOutputTokens(60_000));

    assertThat(server.solve(request.build()).failed().fields())
        .containsExactly("sampling.max_output_tokens");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -3, -1, 0, 21, Integer.MAX_VALUE})
  void aNumberOfIterationsOutOfBoundsIsNamed(int iterations) {
    SolveRequest.Builder request =
        Problems.meeting()
            .setAlgorithm(
                Algorithm.newBuilder()
                    .setMixture(Mixture.newBuilder().setMaxIterations(iterations)));

    assertThat(server.solve(request.build()).failed().fields())
        .containsExactly("algorithm.mixture.max_iterations");
  }

  private static SolveRequest withTokens(SolveRequest request, int most) {
    return request.toBuilder().setSampling(Sampling.newBuilder().setMaxOutputTokens(most)).build();
  }

  @Test
  void theOtherCallsNameTheirWrongFieldsToo() {
    var extract = new Received<ExtractConstraintsRequest, ExtractConstraintsResponse>();
    extract
        .on(server.planGen())
        .extractConstraints(ExtractConstraintsRequest.getDefaultInstance(), extract);
    var draft = new Received<GeneratePlanRequest, GeneratePlanResponse>();
    draft
        .on(server.planGen())
        .generatePlan(
            GeneratePlanRequest.newBuilder()
                .addConstraints("")
                .setSampling(Sampling.newBuilder().setTemperature(3))
                .build(),
            draft);
    var check = new Received<VerifyPlanRequest, VerifyPlanResponse>();
    check.on(server.planGen()).verifyPlan(VerifyPlanRequest.getDefaultInstance(), check);
    var generate = new Received<GenerateRequest, GenerateChunk>();
    generate
        .on(server.models())
        .generateStream(
            GenerateRequest.newBuilder().setSystemPrompt("x".repeat(131_073)).build(), generate);

    assertThat(extract.failed().fields()).containsExactly("problem");
    assertThat(draft.failed().fields())
        .containsExactly("problem", "constraints[0]", "sampling.temperature");
    assertThat(check.failed().fields()).containsExactly("problem", "plan");
    assertThat(generate.failed().fields()).containsExactly("prompt", "system_prompt");
    assertThat(generate.runIdHeader()).isEmpty();
  }

  @Test
  void aRequestThatIsWrongInEveryPlaceIsRefusedWithinTheLimitsOfHeaders() throws Exception {
    SolveRequest request =
        SolveRequest.newBuilder().addAllConstraints(Collections.nCopies(200, "")).build();
    try (var onSocket = TestServer.onSocket(new OfflineModel(OfflineSettings.exact()))) {
      Details refused = onSocket.solve(request).failed();

      assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.fields()).contains("problem", "constraints[0]");
    }
  }

  @Test
  void aSettingThatTheModelDoesNotTakeIsRefusedByName() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var asking =
            TestServer.inProcess(
                endpoint,
                TestServer.NO_RETRIES,
                Set.of(SamplingParameter.TEMPERATURE, SamplingParameter.SEED))) {
      var call = asking.solve(sampling(Sampling.newBuilder().setTemperature(1).setSeed(3)).build());

      assertThat(call.failed().fields()).containsExactly("sampling.temperature", "sampling.seed");
      assertThat(call.runIdHeader()).isEmpty();
      assertThat(endpoint.calls()).isEmpty();
      assertThat(asking.solve(Problems.meeting().build()).completed()).hasSize(1);
      assertThat(endpoint.calls()).noneMatch(sent -> sent.body().has("temperature"));
    }
  }

  @Test
  void aSettingThatTheModelTurnsOutNotToTakeIsRefusedByNameToo() throws Exception {
    var provider = OpenAiEndpoint.refusing("temperature", ScriptedProvider.solving());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var asking = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      SolveRequest request = sampling(Sampling.newBuilder().setTemperature(1)).build();
      var first = asking.solveStream(request);

      assertThat(first.failed().code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(first.failed().fields()).containsExactly("sampling.temperature");
      assertThat(first.failed().info().orElseThrow().getMetadataMap())
          .containsEntry("run_id", first.runIdHeader().orElseThrow());

      var second = asking.solveStream(request);
      assertThat(second.failed().fields()).containsExactly("sampling.temperature");
      assertThat(second.runIdHeader()).isEmpty();
    }
  }

  @Test
  void nothingOfARefusedRequestReachesAModel() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> Reply.status(500));
        var asking = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      asking.solve(SolveRequest.getDefaultInstance()).failed();
      assertThat(endpoint.connections()).isZero();
    }
  }

  private static SolveRequest.Builder sampling(Sampling.Builder sampling) {
    return Problems.meeting().setSampling(sampling);
  }

  private static Algorithm candidates(int count) {
    return Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(count)).build();
  }

  private static StreamOptions heartbeat(Duration.Builder interval) {
    return StreamOptions.newBuilder().setHeartbeatInterval(interval).build();
  }
}
