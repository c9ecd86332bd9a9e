package dev.plangen.server.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.llm.SamplingParameter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetTest {

  @ParameterizedTest
  @ValueSource(strings = {"gpt-5", "gpt-5-mini", "gpt-5.1", "o1", "o1-mini", "o3-pro", "o4-mini"})
  void openAisReasoningModelsTakeNoTemperature(String model) {
    assertThat(Preset.OPENAI.unsupported(model)).containsExactly(SamplingParameter.TEMPERATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o", "gpt-4.1-mini", "gpt-5-chat-latest", "gpt-oss-120b"})
  void openAisOtherModelsTakeEverything(String model) {
    assertThat(Preset.OPENAI.unsupported(model)).isEmpty();
  }

  @Test
  void anthropicsCompatibleEndpointIgnoresTheSeed() {
    assertThat(Preset.ANTHROPIC.unsupported("claude")).containsExactly(SamplingParameter.SEED);
  }

  @Test
  void providersWithAnAddressForEachUserHaveNoDefault() {
    assertThat(Preset.AZURE.baseUrl()).isEmpty();
    assertThat(Preset.BEDROCK.baseUrl()).isEmpty();
    assertThat(Preset.LLAMA_CPP.baseUrl()).contains("http://127.0.0.1:8080/v1");
    assertThat(Preset.LLAMA_CPP.configName()).isEqualTo("llama_cpp");
    assertThat(Preset.LLAMA_CPP.apiKeyVariable()).isEmpty();
    assertThat(Preset.OPENAI.apiKeyVariable()).contains("OPENAI_API_KEY");
  }

  @Test
  void settingsDoNotShowTheirSecrets() {
    OpenAiSettings settings = ModelUnderTest.settings("http://user:pass@127.0.0.1/v1");

    assertThat(settings.toString())
        .contains("acme/planner")
        .doesNotContain(ModelUnderTest.KEY)
        .doesNotContain("pass");
  }

  @Test
  void extraFieldsMayNotBeThoseOfTheServer() {
    assertThatThrownBy(
            () ->
                new OpenAiSettings(
                    "id",
                    "http://127.0.0.1",
                    Optional.empty(),
                    ApiKeyHeader.BEARER,
                    "m",
                    TokenLimitField.MAX_TOKENS,
                    Optional.empty(),
                    Map.of("temperature", 1, "top_k", 3),
                    Map.of(),
                    Set.of(),
                    false,
                    OpenAiTimeouts.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[temperature]");
  }
}
