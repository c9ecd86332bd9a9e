package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Failure.VerifierFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.plugin.Remote;
import dev.plangen.server.plugin.SeenCalls;
import dev.plangen.server.run.Offer;
import dev.plangen.server.run.Offers;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.TestServer;
import dev.plangen.server.verify.Verifier;
import dev.plangen.server.verify.Verifiers;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.Model;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.ModelState;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.VerifyResponse;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of an operator's own, as a configuration file names them, in a whole server. */
class PluginWiringTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Far above the few milliseconds that a cancel takes, far below what any timeout would take. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  @TempDir private Path directory = Path.of("unset");

  /** A server as {@code Main} makes it of a file. */
  private static final class Configured implements AutoCloseable {
    final OfferWiring wiring;
    final Catalog catalog;
    final PlanGenServer server;
    final ManagedChannel channel;

    Configured(ServerConfig config) throws IOException {
      wiring = new OfferWiring(new Secrets(Map.of("TOKEN", "secret")), Instrumentation.NONE);
      Offer offer = wiring.configured(Path.of("plangen.yaml"), config);
      catalog = offer.catalog();
      String name = InProcessServerBuilder.generateName();
      server =
          new PlanGenServer(
              InProcessServerBuilder.forName(name),
              new Offers(offer),
              ServerSettings.DEFAULT,
              Access.OPEN);
      server.start();
      channel = InProcessChannelBuilder.forName(name).build();
    }

    List<Model> list() {
      return PlanGenServiceGrpc.newBlockingStub(channel)
          .listModels(ListModelsRequest.getDefaultInstance())
          .getModelsList();
    }

    ModelState state() {
      return list().getFirst().getState();
    }

    @Override
    public void close() {
      channel.shutdownNow();
      try {
        server.drain(Drain.within(Duration.ZERO));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The simplest remote model is another PlanGEN server. */
  @Test
  void aModelOfAnotherServerAnswersAsItDoesThere() throws Exception {
    try (var remote = TestServer.onSocket(new OfflineModel(OfflineSettings.exact()));
        var configured = new Configured(config(model(remote.port())))) {
      SolveResponse there =
          PlanGenServiceGrpc.newBlockingStub(remote.channel()).solve(Problems.meeting().build());
      SolveResponse here =
          PlanGenServiceGrpc.newBlockingStub(configured.channel).solve(Problems.meeting().build());

      assertThat(here.getResult().getSelectedSolution())
          .isEqualTo(there.getResult().getSelectedSolution());
      assertThat(here.getResult().getUsage()).isEqualTo(there.getResult().getUsage());
      assertThat(here.getResult().getSelectedSolution().getVerified()).isTrue();
    }
  }

  @Test
  void aModelThatNeverStopsIsCutOffAtTheBoundOfItsText() throws Exception {
    try (var remote = Remote.onSocket(Remote.model((_, out) -> writeWithoutEnd(out)));
        var configured = new Configured(config(model(remote.port())))) {
      GenerateResponse response =
          ModelServiceGrpc.newBlockingStub(configured.channel)
              .generate(
                  GenerateRequest.newBuilder()
                      .setPrompt("Plan a day.")
                      .setSampling(Sampling.newBuilder().setMaxOutputTokens(256))
                      .build());

      assertThat(response.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_LENGTH);
      assertThat(response.getText()).hasSizeLessThan(64 << 10);
      remote.seen.await(1).awaitCancelled(LIMIT);
    }
  }

  private static void writeWithoutEnd(ServerCallStreamObserver<GenerateChunk> out) {
    String piece = "x".repeat(16 << 10);
    var written = new AtomicLong();
    out.setOnCancelHandler(() -> {});
    out.setOnReadyHandler(
        () -> {
          while (out.isReady()) {
            out.onNext(
                GenerateChunk.newBuilder()
                    .setOffset(written.getAndAdd(piece.length()))
                    .setText(piece)
                    .build());
          }
        });
  }

  @Test
  void aRemoteThatIsDownAtTheStartStopsNothingAndIsServedOnceItAnswers() throws Exception {
    int port;
    try (var gone = TestServer.onSocket(new OfflineModel(OfflineSettings.exact()))) {
      port = gone.port();
    }
    try (var configured = new Configured(config(model(port)))) {
      Conditions.await(() -> configured.state() == ModelState.MODEL_STATE_NOT_SERVING);

      try (var _ = TestServer.onSocket(port, new OfflineModel(OfflineSettings.exact()))) {
        Conditions.await(() -> configured.state() == ModelState.MODEL_STATE_SERVING);
      }
      Conditions.await(() -> configured.state() == ModelState.MODEL_STATE_NOT_SERVING);
    }
  }

  @Test
  void aModelOfTheServersOwnServesAndAProvidersIsNotLookedAt() throws Exception {
    try (var configured =
        new Configured(
            config("models: [{id: a, provider: offline}, {id: b, provider: ollama, model: m}]"))) {
      assertThat(configured.list())
          .extracting(Model::getState)
          .containsExactly(ModelState.MODEL_STATE_SERVING, ModelState.MODEL_STATE_UNSPECIFIED);
    }
  }

  /** The remote is there, but serves no verifiers; once the connection is closed, it is not. */
  @Test
  void aVerifierOfTheFileIsCalledUntilTheDrainClosesItsConnection() throws Exception {
    try (var remote = TestServer.onSocket(new OfflineModel(OfflineSettings.exact()))) {
      var configured = new Configured(config(verifier(remote.port())));
      assertThat(verifierFailure(configured).fault()).isEqualTo(VerifierFailed.Fault.FAILED);

      configured.close();

      assertThat(verifierFailure(configured).fault()).isEqualTo(VerifierFailed.Fault.UNAVAILABLE);
    }
  }

  @Test
  void aVerifierOfTheFileRejectsAPlanWhileTheSolveIsStreamed() throws Exception {
    var veto =
        VerifyResponse.newBuilder()
            .setScore(-100)
            .setOutcome(Outcome.OUTCOME_VETOED)
            .setFeedback("It is lunch time.");
    try (var remote =
            Remote.onSocket(
                Remote.verifier(
                    (_, out) -> {
                      out.onNext(veto.build());
                      out.onCompleted();
                    }));
        var configured = new Configured(config(verifier(remote.port())))) {
      List<StepUpdate> updates = solve(stub(configured)).completed();

      assertThat(updates)
          .filteredOn(update -> update.getProgress().hasCandidateVerified())
          .isNotEmpty()
          .extracting(update -> update.getProgress().getCandidateVerified().getVerificationResult())
          .allSatisfy(
              result -> {
                assertThat(result.getVerifier()).isEqualTo("acme/flights");
                assertThat(result.getOutcome()).isEqualTo(Outcome.OUTCOME_VETOED);
                assertThat(result.getSound()).isTrue();
                assertThat(result.getFeedback()).isEqualTo("It is lunch time.");
              });
      assertThat(updates.getLast().getResult().getSelectedSolution().getVerified()).isFalse();
    }
  }

  @Test
  void aCallersCancelReachesAVerifierOfTheFileAtOnce() throws Exception {
    try (var remote = Remote.onSocket(Remote.verifier((_, _) -> {}));
        var configured = new Configured(config(verifier(remote.port())))) {
      Received<SolveRequest, StepUpdate> solve = solve(stub(configured));
      SeenCalls.Call call = remote.seen.await(1);
      assertThat(call.timeLeft()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));

      long cancelled = System.nanoTime();
      solve.cancel();

      assertThat(call.awaitCancelled(LIMIT) - cancelled).isLessThan(PROMPT.toNanos());
    }
  }

  @Test
  void aCallersDeadlineIsThatOfTheCallToItsVerifier() throws Exception {
    try (var remote = Remote.onSocket(Remote.verifier((_, _) -> {}));
        var configured = new Configured(config(verifier(remote.port())))) {
      Received<SolveRequest, StepUpdate> solve =
          solve(stub(configured).withDeadlineAfter(15, TimeUnit.SECONDS));

      assertThat(remote.seen.await(1).timeLeft()).isLessThanOrEqualTo(Duration.ofSeconds(15));
      solve.cancel();
    }
  }

  private static PlanGenServiceGrpc.PlanGenServiceStub stub(Configured configured) {
    return PlanGenServiceGrpc.newStub(configured.channel);
  }

  private static Received<SolveRequest, StepUpdate> solve(
      PlanGenServiceGrpc.PlanGenServiceStub stub) {
    var received = new Received<SolveRequest, StepUpdate>();
    received
        .on(stub)
        .solveStream(
            Problems.meeting()
                .addVerifiers("acme/flights")
                .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true))
                .build(),
            received);
    return received;
  }

  private static VerifierFailed verifierFailure(Configured configured) {
    var plan = new PlanUnderTest("a problem", List.of(), CallKey.of("solution/1"), "a plan");
    Verifier verifier = configured.catalog.verifiers().find("acme/flights").orElseThrow();
    return (VerifierFailed)
        catchThrowableOfType(
                FailureException.class, () -> verifier.verify(plan, Cancellation.create()))
            .failure();
  }

  private static String verifier(int port) {
    return """
    models: [{ id: a, provider: offline }]
    verifiers: [{ id: acme/flights, provider: remote, target: "localhost:%d", sound: true }]
    """
        .formatted(port);
  }

  @Test
  void noVerifierOfTheServersOwnCanBeReplaced() {
    List<String> own = new ArrayList<>(List.of(Verifiers.LLM, "calendar", "trip", "math"));
    own.addAll(Verifiers.with(Map.of()).ids());

    assertThat(own)
        .allSatisfy(
            id ->
                assertThatThrownBy(
                        () ->
                            config(
                                """
                                models: [{id: a, provider: offline}]
                                verifiers: [{id: %s, provider: remote, target: "127.0.0.1:1"}]
                                """
                                    .formatted(id)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("verifiers[0].id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token_env: NO_TOKEN",
        "token_file: /nowhere/token",
        "tls: {ca_file: /nowhere/ca.pem}",
        "tls: {certificate_file: /nowhere/a.pem, key_file: /nowhere/a.key}"
      })
  void whatIsNotThereIsRefusedAtTheStart(String setting) throws IOException {
    ServerConfig config =
        config(
            "models: [{id: acme/planner, provider: remote, target: '127.0.0.1:1', "
                + setting
                + "}]");
    var wiring = new OfferWiring(new Secrets(Map.of()), Instrumentation.NONE);

    assertThatThrownBy(() -> wiring.configured(Path.of("plangen.yaml"), config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Model acme/planner");
  }

  private static String model(int port) {
    return """
    models:
      - { id: acme/planner, provider: remote, target: "dns:///127.0.0.1:%d", token_env: TOKEN }
    """
        .formatted(port);
  }

  private ServerConfig config(String yaml) throws IOException {
    return ConfigReader.read(Files.writeString(directory.resolve("plangen.yaml"), yaml));
  }
}
