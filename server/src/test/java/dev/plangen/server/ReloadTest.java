package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.run.Offers;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.Model;
import dev.plangen.v1.ModelState;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose configuration file is read again. */
@Timeout(60)
class ReloadTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final GenerationOptions OPTIONS =
      new GenerationOptions(
          OptionalDouble.empty(), OptionalInt.of(9), OptionalLong.empty(), Set.of());
  private static final String OFFLINE = "{id: a, provider: offline, noise: 0, judge_noise: 0}";

  @TempDir private Path directory = Path.of("unset");

  private final OfferWiring wiring =
      new OfferWiring(new Secrets(Map.of("KEY", TestServer.KEY)), Instrumentation.NONE);
  private Runnable closing = () -> {};

  /** A server of this file, and what reads it again. */
  private record Reloading(Offers offers, Reload reload, ManagedChannel channel) {
    List<String> models() {
      return list().stream().map(Model::getId).toList();
    }

    List<Model> list() {
      return PlanGenServiceGrpc.newBlockingStub(channel)
          .listModels(ListModelsRequest.getDefaultInstance())
          .getModelsList();
    }

    LanguageModel adapter(String id) {
      return offers.catalog().models().find(id).orElseThrow();
    }

    Received<SolveRequest, StepUpdate> solve(SolveRequest.Builder request) {
      var call = new Received<SolveRequest, StepUpdate>();
      call.on(PlanGenServiceGrpc.newStub(channel)).solveStream(request.build(), call);
      return call;
    }
  }

  private Reloading serving(String yaml) throws IOException {
    write(yaml);
    Configuration begun = read();
    var offers = new Offers(wiring.offer(begun));
    String name = InProcessServerBuilder.generateName();
    var server =
        new PlanGenServer(
            InProcessServerBuilder.forName(name), offers, ServerSettings.DEFAULT, Access.OPEN);
    server.start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    closing =
        () -> {
          channel.shutdownNow();
          try {
            server.drain(Drain.within(Duration.ZERO));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    return new Reloading(offers, new Reload(this::read, begun, wiring, offers), channel);
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("plangen.yaml"), yaml);
  }

  private Configuration read() {
    Path file = directory.resolve("plangen.yaml");
    return new Configuration(Optional.of(file), ConfigReader.read(file));
  }

  @AfterEach
  void close() {
    closing.run();
  }

  @Test
  void modelsAndTheDefaultAreThoseOfTheFileAsItIs() throws Exception {
    Reloading server = serving("models: [%s]".formatted(OFFLINE));

    write("{models: [%s, {id: b, provider: offline}], default_model: b}".formatted(OFFLINE));
    server.reload().run();

    assertThat(server.models()).containsExactly("a", "b");
    assertThat(server.offers().catalog().models().defaultId()).isEqualTo("b");

    write("models: [{id: b, provider: offline}]");
    server.reload().run();

    assertThat(server.models()).containsExactly("b");
    Refused.Details refused = server.solve(Problems.meeting().setModel("a")).failed();
    assertThat(refused.reason()).isEqualTo("MODEL_NOT_FOUND");
  }

  @Test
  void aRemoteModelAndAVerifierThatAreAddedCanBeUsedAtOnce() throws Exception {
    try (var remote = TestServer.onSocket(new OfflineModel(OfflineSettings.exact()))) {
      Reloading server = serving("models: [%s]".formatted(OFFLINE));

      write(
          """
          models: [%s, {id: far, provider: remote, target: "127.0.0.1:%d"}]
          verifiers: [{id: acme/flights, provider: remote, target: "127.0.0.1:1"}]
          """
              .formatted(OFFLINE, remote.port()));
      server.reload().run();

      assertThat(server.list().getLast().getState()).isEqualTo(ModelState.MODEL_STATE_SERVING);
      assertThat(server.solve(Problems.meeting().setModel("far")).completed().getLast().hasResult())
          .isTrue();
      assertThat(server.offers().catalog().verifiers().ids()).contains("acme/flights");
    }
  }

  @Test
  void aRunGoesOnWithAModelThatIsRemovedAndItsConnectionIsClosedAfterwards() throws Exception {
    var gate = new Gate();
    var provider =
        ScriptedProvider.solving()
            .on(
                AnswerFormat.VERDICT,
                _ -> new Reply.Held(gate, ChatAnswer.text(ScriptedProvider.VERDICT)));
    try (var endpoint = OpenAiEndpoint.start(provider);
        var remote = TestServer.onSocket(endpoint, TestServer.NO_RETRIES)) {
      Reloading server =
          serving(
              "models: [{id: far, provider: remote, target: '127.0.0.1:%d'}, %s]"
                  .formatted(remote.port(), OFFLINE));
      var run = server.solve(Problems.meeting().setModel("far"));
      endpoint.awaitInFlight(1, LIMIT);
      LanguageModel far = server.adapter("far");

      write("models: [%s]".formatted(OFFLINE));
      server.reload().run();

      assertThat(server.models()).containsExactly("a");
      gate.release();
      assertThat(run.completed().getLast().hasResult()).isTrue();
      Conditions.await(() -> !answers(far));
    }
  }

  /** Whether the model, which is up, can be reached. */
  private static boolean answers(LanguageModel model) {
    try {
      model.generate(
          new Prompt("", "a prompt"), OPTIONS, new RecordingSink(), Cancellation.create());
      return true;
    } catch (FailureException e) {
      return false;
    }
  }

  @Test
  void anEntryThatStaysAsItIsKeepsItsModelAndOneThatChangesDoesNot() throws Exception {
    try (var remote = TestServer.onSocket(new OfflineModel(OfflineSettings.exact()))) {
      String far = "{id: far, provider: remote, target: '127.0.0.1:%d'}".formatted(remote.port());
      Reloading server = serving("models: [%s, %s]".formatted(OFFLINE, far));
      LanguageModel before = server.adapter("far");
      LanguageModel offline = server.adapter("a");

      write("models: [%s, {id: a, provider: offline, noise: 1}]".formatted(far));
      server.reload().run();

      assertThat(server.adapter("far")).isSameAs(before);
      assertThat(server.adapter("a")).isNotSameAs(offline);
      assertThat(server.list().getFirst().getState()).isEqualTo(ModelState.MODEL_STATE_SERVING);
    }
  }

  @Test
  void aFileThatCannotBeUsedChangesNothingAndIsToldInOneSentence() throws Exception {
    Reloading server = serving("models: [%s]".formatted(OFFLINE));
    LanguageModel before = server.adapter("a");
    for (String bad :
        List.of(
            "models: []",
            "models: [{id: b, provider: offline}, {id: c}]",
            "models: [{id: b, provider: openai, model: m, api_key_env: NO_KEY}]",
            "{models: [{id: b, provider: offline}],"
                + " prompt_profiles: [{id: p, directory: nowhere}]}",
            "models: [{id: b, provider: remote, target: '127.0.0.1:1'},"
                + " {id: c, provider: openai, model: m, api_key_file: /nowhere}]",
            "::")) {
      try (var logs = new CapturedLogs()) {
        write(bad);
        server.reload().run();

        assertThat(logs.text().lines().filter(line -> line.startsWith("ERROR")))
            .singleElement()
            .asString()
            .contains("the configuration stays as it was: ");
      }
      assertThat(server.models()).containsExactly("a");
      assertThat(server.adapter("a")).isSameAs(before);
    }

    write("models: [%s, {id: b, provider: offline}]".formatted(OFFLINE));
    server.reload().run();

    assertThat(server.models()).containsExactly("a", "b");
    assertThat(server.adapter("a")).isSameAs(before);
  }

  @Test
  void whatNeedsARestartIsToldByItsKeys() throws Exception {
    Reloading server = serving("{models: [%s], limits: {max_live_runs: 7}}".formatted(OFFLINE));
    try (var logs = new CapturedLogs()) {
      write(
          """
          models: [{id: a, provider: offline}]
          server: {port: 1234}
          limits: {max_live_runs: 8}
          retention: {max_runs: 1000}
          quotas: {tenants: [{id: acme, max_live_runs: 3}]}
          """);
      server.reload().run();

      assertThat(logs.text())
          .contains("needs a restart")
          .contains("[limits.max_live_runs, quotas.tenants, server.port]");
    }
  }
}
