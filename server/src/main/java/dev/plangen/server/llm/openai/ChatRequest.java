package dev.plangen.server.llm.openai;

import com.openai.core.JsonValue;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * One request as it is sent.
 *
 * @param sent the sampling parameters in it, each with the name of its field
 */
record ChatRequest(
    ChatCompletionCreateParams params,
    Map<SamplingParameter, String> sent,
    TokenLimitField tokenLimitField) {

  /**
   * @param unsupported what is left out
   */
  static ChatRequest of(
      OpenAiSettings settings,
      Set<SamplingParameter> unsupported,
      TokenLimitField tokenLimitField,
      Prompt prompt,
      GenerationOptions options) {
    ChatCompletionCreateParams.Builder body =
        ChatCompletionCreateParams.builder()
            .model(settings.model())
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
    if (!prompt.system().isEmpty()) {
      body.addSystemMessage(prompt.system());
    }
    body.addUserMessage(prompt.user());
    settings
        .reasoningEffort()
        .ifPresent(effort -> body.reasoningEffort(ReasoningEffort.of(effort)));
    settings.extraBody().forEach((name, value) -> put(body, name, value));

    Map<SamplingParameter, Object> values = values(options);
    values.keySet().removeAll(unsupported);
    Map<SamplingParameter, String> sent = new EnumMap<>(SamplingParameter.class);
    values.forEach(
        (parameter, value) -> {
          String field = fieldName(parameter, tokenLimitField);
          // By name: for some of them the SDK has no method, or one that warns at compile time.
          put(body, field, value);
          sent.put(parameter, field);
        });
    return new ChatRequest(body.build(), sent, tokenLimitField);
  }

  private static Map<SamplingParameter, Object> values(GenerationOptions options) {
    Map<SamplingParameter, Object> values = new EnumMap<>(SamplingParameter.class);
    options.temperature().ifPresent(value -> values.put(SamplingParameter.TEMPERATURE, value));
    options
        .maxOutputTokens()
        .ifPresent(value -> values.put(SamplingParameter.MAX_OUTPUT_TOKENS, value));
    // Every call has a seed, but many models refuse the field: only a caller's wish is worth that.
    options.seed().stream()
        .filter(_ -> options.setByCaller().contains(SamplingParameter.SEED))
        .forEach(value -> values.put(SamplingParameter.SEED, value));
    return values;
  }

  private static String fieldName(SamplingParameter parameter, TokenLimitField tokenLimitField) {
    return switch (parameter) {
      case TEMPERATURE -> "temperature";
      case SEED -> "seed";
      case MAX_OUTPUT_TOKENS -> tokenLimitField.fieldName();
    };
  }

  private static void put(ChatCompletionCreateParams.Builder body, String name, Object value) {
    body.putAdditionalBodyProperty(name, JsonValue.from(value));
  }
}
