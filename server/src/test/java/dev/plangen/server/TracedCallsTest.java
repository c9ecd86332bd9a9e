package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.plugin.Remote;
import dev.plangen.server.run.Offers;
import dev.plangen.server.telemetry.Contents;
import dev.plangen.server.telemetry.Watched;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerifyResponse;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A caller's trace goes on to whoever is asked on its behalf. */
@Timeout(60)
class TracedCallsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Less than plug-ins are given. */
  private static final Duration CALLERS_TIME = Duration.ofSeconds(15);

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Watched watched = new Watched(Contents.HIDDEN);

  @TempDir private Path directory = Path.of("unset");

  @Test
  void aRemoteModelIsCalledInTheTraceOfTheCaller() throws IOException {
    try (var remote =
            Remote.onSocket(
                Remote.model(
                    (_, out) -> {
                      out.onNext(
                          GenerateChunk.newBuilder()
                              .setText("It.")
                              .setFinishReason(FinishReason.FINISH_REASON_STOP)
                              .build());
                      out.onCompleted();
                    }));
        TestServer server =
            serve(
                "models: [{id: house/model, provider: remote, target: \"127.0.0.1:%d\"}]"
                    .formatted(remote.port()))) {
      var _ =
          traced(ModelServiceGrpc.newBlockingStub(server.channel()))
              .generate(GenerateRequest.newBuilder().setPrompt("Say it.").build());

      watched.await("run generate", 1);
      watched.await("plangen.v1.ModelService/Generate", 1);
      assertThat(watched.tree(TRACE))
          .containsExactly(
              "plangen.v1.ModelService/Generate",
              "  run generate",
              "    chat house/model generate",
              "      plangen.v1.ModelService/GenerateStream");
      String sent =
          watched.await("plangen.v1.ModelService/GenerateStream", 1).getFirst().getSpanId();
      assertThat(remote.seen.await(1).header("traceparent"))
          .isEqualTo("00-" + TRACE + "-" + sent + "-01");
    }
  }

  @Test
  void aRemoteVerifierIsCalledInTheStepOfTheRun() throws IOException {
    try (var remote =
            Remote.onSocket(
                Remote.verifier(
                    (_, out) -> {
                      out.onNext(
                          VerifyResponse.newBuilder()
                              .setScore(100)
                              .setOutcome(Outcome.OUTCOME_PASSED)
                              .build());
                      out.onCompleted();
                    }));
        TestServer server =
            serve(
                """
                models: [{id: offline/planner, provider: offline, noise: 0}]
                verifiers: [{id: house/rules, provider: remote, target: "127.0.0.1:%d"}]
                """
                    .formatted(remote.port()))) {
      var _ =
          traced(server.planGenBlocking())
              .solve(
                  SolveRequest.newBuilder()
                      .setProblem(Problems.MEETING)
                      .setAlgorithm(
                          Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(1)))
                      .addVerifiers("house/rules")
                      .build());

      watched.await("run solve", 1);
      watched.await("plangen.v1.PlanGenService/Solve", 1);
      assertThat(watched.tree(TRACE))
          .containsSequence("    step verify_solutions", "      plangen.v1.VerifierService/Verify");
      assertThat(remote.seen.await(1).header("traceparent")).startsWith("00-" + TRACE + "-");
    }
  }

  @Test
  void anHttpProviderIsCalledInTheTraceOfTheCaller() throws IOException {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("It."));
        TestServer server =
            serve(
                "models: [{id: a, provider: vllm, model: m, base_url: \"%s\"}]"
                    .formatted(endpoint.baseUrl()))) {
      var _ =
          traced(ModelServiceGrpc.newBlockingStub(server.channel()))
              .generate(GenerateRequest.newBuilder().setPrompt("Say it.").build());

      String sent = watched.await("chat a", 1).getFirst().getSpanId();
      assertThat(endpoint.awaitCall(1, LIMIT).header("traceparent"))
          .isEqualTo("00-" + TRACE + "-" + sent + "-01");
    }
  }

  @Test
  void aRunGoesOnAskingPlugInsWhenTheCallThatStartedItIsOver() throws IOException {
    Set<Boolean> timesOfTheCaller = ConcurrentHashMap.newKeySet();
    var answered = new CompletableFuture<Void>();
    try (var remote = remote(timesOfTheCaller, answered);
        TestServer server = servePlugIns(remote)) {
      var _ =
          server
              .runs()
              .withDeadlineAfter(CALLERS_TIME.toMillis(), TimeUnit.MILLISECONDS)
              .startRun(StartRunRequest.newBuilder().setRequest(named()).build());
      server.awaitNoOpenCalls(LIMIT);
      answered.complete(null);

      assertThat(awaitEnd(server)).isEqualTo(RunState.RUN_STATE_COMPLETE);
      assertThat(timesOfTheCaller).containsExactly(false);
      assertThat(watched.await("plangen.v1.VerifierService/Verify", 1)).isNotEmpty();
    }
  }

  @Test
  void aRunThatIsToGoOnAsksPlugInsWhenItsCallerHasGone() throws IOException {
    var answered = new CompletableFuture<Void>();
    try (var remote = remote(ConcurrentHashMap.newKeySet(), answered);
        TestServer server = servePlugIns(remote)) {
      Received<SolveRequest, StepUpdate> call =
          server.solveStream(
              named().toBuilder().setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE).build());
      remote.seen.await(1);
      call.cancel();
      server.awaitNoOpenCalls(LIMIT);
      answered.complete(null);

      assertThat(awaitEnd(server)).isEqualTo(RunState.RUN_STATE_COMPLETE);
    }
  }

  /**
   * A model and a verifier.
   *
   * @param timesOfTheCaller gets whether each call had to end within {@link #CALLERS_TIME}
   * @param answered when the model begins to answer
   */
  private static Remote remote(Set<Boolean> timesOfTheCaller, CompletableFuture<Void> answered) {
    return Remote.onSocket(
        Remote.model(
            (_, out) -> {
              timesOfTheCaller.add(isOfTheCaller(Context.current().getDeadline()));
              answered.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
              out.onNext(
                  GenerateChunk.newBuilder()
                      .setText("A plan.")
                      .setFinishReason(FinishReason.FINISH_REASON_STOP)
                      .build());
              out.onCompleted();
            }),
        Remote.verifier(
            (_, out) -> {
              out.onNext(
                  VerifyResponse.newBuilder()
                      .setScore(100)
                      .setOutcome(Outcome.OUTCOME_PASSED)
                      .build());
              out.onCompleted();
            }));
  }

  private static boolean isOfTheCaller(Deadline deadline) {
    return deadline.timeRemaining(TimeUnit.NANOSECONDS) <= CALLERS_TIME.toNanos();
  }

  private TestServer servePlugIns(Remote remote) throws IOException {
    return serve(
        """
        models: [{id: house/model, provider: remote, target: "127.0.0.1:%1$d"}]
        verifiers: [{id: house/rules, provider: remote, target: "127.0.0.1:%1$d"}]
        """
            .formatted(remote.port()));
  }

  private static SolveRequest named() {
    return SolveRequest.newBuilder()
        .setRequestId("r")
        .setProblem(Problems.MEETING)
        .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(1)))
        .addVerifiers("house/rules")
        .build();
  }

  private static RunState awaitEnd(TestServer server) {
    server.awaitNoLiveRuns(LIMIT);
    return server.runs().getRun(GetRunRequest.newBuilder().setRequestId("r").build()).getState();
  }

  private TestServer serve(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("plangen.yaml"), yaml);
    var wiring = new OfferWiring(new Secrets(Map.of()), watched.instrumentation());
    return TestServer.inProcess(
        new Offers(wiring.configured(file, ConfigReader.read(file))),
        ServerSettings.DEFAULT,
        watched.instrumentation());
  }

  private static <S extends AbstractStub<S>> S traced(S stub) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-b7ad6b7169203331-01");
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
