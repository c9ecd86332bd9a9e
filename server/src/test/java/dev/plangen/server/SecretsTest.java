package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RecordingSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of providers that are replaced while the server runs. */
class SecretsTest {

  private static final GenerationOptions OPTIONS =
      new GenerationOptions(
          OptionalDouble.empty(), OptionalInt.of(9), OptionalLong.empty(), Set.of());

  @TempDir private Path directory = Path.of("unset");

  private Path key(String text) throws IOException {
    return Files.writeString(directory.resolve("key"), text);
  }

  private Models models(String provider, OpenAiEndpoint endpoint) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("plangen.yaml"),
            "models: [{id: a, provider: %s, model: m, base_url: '%s', api_key_file: %s}]"
                .formatted(provider, endpoint.baseUrl(), directory.resolve("key")));
    return new OfferWiring(new Secrets(Map.of()), Instrumentation.NONE)
        .configured(file, ConfigReader.read(file))
        .catalog()
        .models();
  }

  private static void ask(Models models) {
    var _ =
        models
            .find("a")
            .orElseThrow()
            .generate(new Prompt("", "Hi"), OPTIONS, new RecordingSink(), Cancellation.create());
  }

  @ParameterizedTest
  @CsvSource({"openai, Authorization, 'Bearer '", "azure, api-key, ''"})
  void theNextCallCarriesAKeyThatHasBeenReplaced(String provider, String header, String prefix)
      throws Exception {
    key("sk-first\n");
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"));
        var logs = new CapturedLogs()) {
      Models models = models(provider, endpoint);
      ask(models);
      key("sk-later\n");
      ask(models);
      ask(models);

      assertThat(endpoint.calls())
          .extracting(call -> call.header(header))
          .containsExactly(prefix + "sk-first", prefix + "sk-later", prefix + "sk-later");
      assertThat(logs.text()).doesNotContain("sk-");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "sk-two\nlines", "sk-é"})
  void aKeyThatCannotBeUsedLeavesTheLastOneAndIsToldOnce(String bad) throws Exception {
    Path file = key("sk-first");
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"));
        var logs = new CapturedLogs()) {
      Models models = models("openai", endpoint);
      key(bad);
      ask(models);
      ask(models);
      Files.delete(file);
      ask(models);

      assertThat(endpoint.calls())
          .extracting(call -> call.header("Authorization"))
          .containsOnly("Bearer sk-first");
      assertThat(logs.text().lines().filter(line -> line.contains("stays in use"))).hasSize(2);
      assertThat(logs.text()).contains(file.toString()).doesNotContain("sk-");
    }
  }

  @Test
  void aKeyThatCannotBeUsedAtTheStartIsRefused() throws Exception {
    key("");
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text("text"))) {
      assertThatThrownBy(() -> models("openai", endpoint))
          .isInstanceOf(ConfigException.class)
          .hasMessageContainingAll("Model a takes its key", directory.resolve("key").toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-two\nlines", "sk-é", "sk-\u0000"})
  void aVariableThatCannotBeSentIsRefusedWithoutTellingIt(String bad) {
    var secrets = new Secrets(Map.of("KEY", bad));

    assertThatThrownBy(() -> secrets.ofVariable("Model a takes its key", "KEY"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("KEY", "one line of ASCII")
        .hasMessageNotContaining("sk-");
  }
}
