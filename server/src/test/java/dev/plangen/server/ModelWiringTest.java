package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.planning.prompt.VerdictSchema;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelWiringTest {

  private static final String KEY = "sk-very-secret-key";
  private static final GenerationOptions OPTIONS =
      new GenerationOptions(
          OptionalDouble.empty(), OptionalInt.of(9), OptionalLong.empty(), Set.of());

  @TempDir private Path directory = Path.of("unset");

  @Test
  void withoutConfigurationTheOfflineModelIsServedAndNothingElse() {
    Models models = wiring(Map.of()).unconfigured(true);

    assertThat(models.defaultId()).isEqualTo("offline/planner");
    assertThat(models.list()).extracting(Models.Listing::id).containsExactly("offline/planner");
    assertThat(models.find("openai/gpt-5-mini")).isEmpty();
  }

  @Test
  void withAKeyAndBoundToLoopbackEveryModelOfOpenAiIsServedToo() {
    Models models = wiring(Map.of("OPENAI_API_KEY", KEY)).unconfigured(true);

    assertThat(models.defaultId()).isEqualTo("offline/planner");
    assertThat(models.list())
        .extracting(Models.Listing::id)
        .containsExactly("offline/planner", "openai/*");
    assertThat(models.find("openai/any-name")).isPresent();
    assertThat(models.find("openai/")).isEmpty();
  }

  @Test
  void aKeyIsNotLentToCallersFromElsewhere() {
    Models models = wiring(Map.of("OPENAI_API_KEY", KEY)).unconfigured(false);

    assertThat(models.find("openai/any-name")).isEmpty();
  }

  @Test
  void anEmptyKeyIsNone() {
    Models models = wiring(Map.of("OPENAI_API_KEY", " ")).unconfigured(true);

    assertThat(models.find("openai/any-name")).isEmpty();
  }

  @Test
  void theEnvironmentNamesTheDefaultModelAndWhereItIs() {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"))) {
      Models models =
          wiring(
                  Map.of(
                      "OPENAI_API_KEY",
                      KEY,
                      "OPENAI_BASE_URL",
                      endpoint.baseUrl(),
                      "PLANGEN_MODEL",
                      "openai/gpt-5-mini"))
              .unconfigured(true);

      assertThat(models.defaultId()).isEqualTo("openai/gpt-5-mini");
      ChatCall call = ask(models, endpoint);
      assertThat(call.body().get("model").asText()).isEqualTo("gpt-5-mini");
      assertThat(call.header("Authorization")).isEqualTo("Bearer " + KEY);
    }
  }

  @Test
  void anAddressThatIsNoUrlIsRefusedAtTheStart() throws IOException {
    var wiring = wiring(Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", "localhost:11434/v1"));

    assertThatThrownBy(() -> wiring.unconfigured(true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("OPENAI_BASE_URL", "http://");
    ServerConfig file =
        config("models: [{id: a, provider: vllm, model: m, base_url: 'ftp://x/v1'}]");
    assertThatThrownBy(() -> wiring.configured(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("base_url of model a", "http://");
  }

  @Test
  void theStarOfAFamilyIsNoModel() {
    Models models = wiring(Map.of("OPENAI_API_KEY", KEY + "\n")).unconfigured(true);

    assertThat(models.find("openai/*")).isEmpty();
    assertThat(models.find("openai/gpt-5-mini")).isPresent();
  }

  @Test
  void aDefaultModelThatIsNotServedIsRefusedWithTheRemedy() {
    var wiring = wiring(Map.of("PLANGEN_MODEL", "openai/gpt-5-mini"));

    assertThatThrownBy(() -> wiring.unconfigured(true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("PLANGEN_MODEL", "openai/gpt-5-mini", "OPENAI_API_KEY");
  }

  @Test
  void withAFileOnlyItsModelsAreServedAndTheFirstIsTheDefault() throws IOException {
    Models models =
        wiring(Map.of("OPENAI_API_KEY", KEY))
            .configured(
                config(
                    "models: [{id: b, provider: offline}, {id: a, provider: openai, model: m}]"));

    assertThat(models.defaultId()).isEqualTo("b");
    assertThat(models.list()).extracting(Models.Listing::id).containsExactly("b", "a");
    assertThat(models.list())
        .extracting(Models.Listing::provider)
        .containsExactly("offline", "openai");
    assertThat(models.find("offline/planner")).isEmpty();
    assertThat(models.find("openai/any-name")).isEmpty();
  }

  @Test
  void aModelOfTheFileIsAskedAsTheFileSays() throws IOException {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"))) {
      Models models =
          wiring(Map.of("MY_KEY", KEY))
              .configured(
                  config(
                      """
                      models:
                        - id: acme/planner
                          provider: openai
                          model: planner-7b
                          base_url: "%s"
                          api_key_env: MY_KEY
                          unsupported: [seed]
                          max_tokens_field: max_tokens
                          extra_body: { top_k: 3 }
                          headers: { X-Team: planning }
                      """
                          .formatted(endpoint.baseUrl())));
      ChatCall call = ask(models, endpoint);

      assertThat(models.list().getFirst().unsupported()).contains(SamplingParameter.SEED);
      assertThat(call.body().get("model").asText()).isEqualTo("planner-7b");
      assertThat(call.body().get("max_tokens").asInt()).isEqualTo(9);
      assertThat(call.body().get("top_k").asInt()).isEqualTo(3);
      assertThat(call.header("X-Team")).isEqualTo("planning");
      assertThat(call.header("Authorization")).isEqualTo("Bearer " + KEY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "provider: vllm, true",
    "'provider: vllm, structured_output: false', false",
    "provider: anthropic, false",
    "'provider: anthropic, structured_output: true', true",
    "provider: openai, true",
  })
  void answersAreAskedForByASchemaWhereTheProviderOrTheFileSaysSo(String keys, boolean asked)
      throws IOException {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"))) {
      Models models =
          wiring(Map.of("OPENAI_API_KEY", KEY, "ANTHROPIC_API_KEY", KEY))
              .configured(
                  config(
                      "models: [{id: a, model: m, base_url: '%s', %s}]"
                          .formatted(endpoint.baseUrl(), keys)));

      models
          .find("a")
          .orElseThrow()
          .generate(
              Prompts.DEFAULT.verdict("p", List.of("c"), "a plan"),
              OPTIONS.in(VerdictSchema.SCHEMA),
              new RecordingSink(),
              Cancellation.create());

      assertThat(endpoint.calls().getFirst().body().has("response_format")).isEqualTo(asked);
    }
  }

  /** Its server closes them without a word, so that the next call would break off. */
  @ParameterizedTest
  @CsvSource({
    "llama_cpp, close",
    "vllm, Keep-Alive",
    "'llama_cpp, headers: {connection: keep-alive}', keep-alive"
  })
  void connectionsToLlamaCppAreUsedOnce(String provider, String header) throws IOException {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"))) {
      Models models =
          wiring(Map.of())
              .configured(
                  config(
                      "models: [{id: a, model: m, base_url: '%s', provider: %s}]"
                          .formatted(endpoint.baseUrl(), provider)));

      assertThat(ask(models, endpoint).header("Connection")).isEqualTo(header);
    }
  }

  @Test
  void aKeyMayLieInAFile() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), KEY + "\n");
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"))) {
      Models models =
          wiring(Map.of())
              .configured(
                  config(
                      "models: [{id: a, provider: openai, model: m, base_url: '%s', api_key_file:"
                              .formatted(endpoint.baseUrl())
                          + " '"
                          + key
                          + "'}]"));

      assertThat(ask(models, endpoint).header("Authorization")).isEqualTo("Bearer " + KEY);
    }
  }

  @Test
  void aKeyThatIsNotThereIsRefusedByTheNameOfItsVariable() throws IOException {
    var wiring = wiring(Map.of());
    ServerConfig named =
        config("models: [{id: a, provider: openai, model: m, api_key_env: MY_KEY}]");
    ServerConfig usual = config("models: [{id: a, provider: openai, model: m}]");
    ServerConfig file =
        config("models: [{id: a, provider: openai, model: m, api_key_file: /nowhere/key}]");

    assertThatThrownBy(() -> wiring.configured(named))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("Model a", "MY_KEY", "not set");
    assertThatThrownBy(() -> wiring.configured(usual))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("OPENAI_API_KEY");
    assertThatThrownBy(() -> wiring.configured(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/nowhere/key");
  }

  @Test
  void aFieldThatTheServerSendsItselfIsRefusedInExtraBody() throws IOException {
    ServerConfig config =
        config("models: [{id: a, provider: ollama, model: m, extra_body: {stream: false}}]");

    assertThatThrownBy(() -> wiring(Map.of()).configured(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("a", "extra_body", "stream");
  }

  @Test
  void noMoreCallsAreInFlightThanTheFileAllows() throws Exception {
    List<Gate> gates = List.of(new Gate(), new Gate(), new Gate());
    try (var endpoint =
        OpenAiEndpoint.start(
            call -> new Reply.Held(gates.get(call.number() - 1), ChatAnswer.text("text")))) {
      Models models =
          wiring(Map.of())
              .configured(
                  config(
                      "models: [{id: a, provider: vllm, model: m, base_url: '%s',"
                              .formatted(endpoint.baseUrl())
                          + " max_concurrent_calls: 1}]"));
      gates.forEach(_ -> Thread.ofVirtual().start(() -> askAsARun(models)));

      for (int call = 1; call <= gates.size(); call++) {
        endpoint.awaitCall(call, Duration.ofSeconds(10));
        gates.get(call - 1).awaitReached(Duration.ofSeconds(10));
        assertThat(endpoint.calls()).hasSize(call);
        gates.get(call - 1).release();
      }
      assertThat(endpoint.awaitAllClosed(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void aPricePerMillionTokensIsAnExactNumberPerToken() throws IOException {
    Models models =
        wiring(Map.of())
            .configured(
                config(
                    """
                    models:
                      - { id: a, provider: offline, prices: { input: 0.15, output: 0.000001 } }
                      - id: b
                        provider: offline
                        prices: { input: 1000000, cached_input: 0, output: 12.345678 }
                      - { id: c, provider: offline }
                    """));

    assertThat(models.prices("a")).contains(new Prices(150_000, 150_000, 1, "USD"));
    assertThat(models.prices("b")).contains(new Prices(1_000_000_000_000L, 0, 12_345_678, "USD"));
    assertThat(models.prices("c")).isEmpty();
  }

  /** The models of what is offered. */
  private record Wiring(OfferWiring offers) {
    Models configured(ServerConfig config) {
      return offers.configured(Path.of("plangen.yaml"), config).catalog().models();
    }

    Models unconfigured(boolean loopback) {
      return offers.unconfigured(loopback).catalog().models();
    }
  }

  private static Wiring wiring(Map<String, String> environment) {
    return new Wiring(new OfferWiring(new Secrets(environment), Instrumentation.NONE));
  }

  private static ChatCall ask(Models models, OpenAiEndpoint endpoint) {
    models
        .find(models.defaultId())
        .orElseThrow()
        .generate(new Prompt("", "a prompt"), OPTIONS, new RecordingSink(), Cancellation.create());
    return endpoint.calls().getFirst();
  }

  private static void askAsARun(Models models) {
    models
        .open(models.defaultId(), "")
        .orElseThrow()
        .generate(new Prompt("", "a prompt"), OPTIONS, new RecordingSink(), Cancellation.create());
  }

  private ServerConfig config(String yaml) throws IOException {
    return ConfigReader.read(Files.writeString(directory.resolve("plangen.yaml"), yaml));
  }
}
