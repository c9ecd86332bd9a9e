package dev.plangen.server.llm.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.plangen.server.llm.AnswerSchema;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One request as it is sent.
 *
 * <p>The SDK writes the messages before everything else in the body, so what differs from call to
 * call of a run comes last.
 *
 * @param sent the sampling parameters in it, each with the name of its field
 * @param hasSchema whether it asks for an answer by a schema
 */
record ChatRequest(
    ChatCompletionCreateParams params,
    Map<SamplingParameter, String> sent,
    TokenLimitField tokenLimitField,
    boolean hasSchema) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @param unsupported what is left out
   */
  static ChatRequest of(
      OpenAiSettings settings,
      Set<SamplingParameter> unsupported,
      TokenLimitField tokenLimitField,
      Prompt question,
      GenerationOptions options) {
    Prompt prompt = options.schema().map(schema -> schema.applyTo(question)).orElse(question);
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
    options.schema().ifPresent(schema -> put(body, "response_format", responseFormat(schema)));
    settings
        .keyHeader()
        .ifPresent(header -> body.putAdditionalHeader(header.getKey(), header.getValue()));
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
    return new ChatRequest(body.build(), sent, tokenLimitField, options.schema().isPresent());
  }

  private static Map<String, Object> responseFormat(AnswerSchema schema) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("name", schema.name());
    named.put("strict", true);
    named.put("schema", parse(schema.schema()));
    Map<String, Object> format = new LinkedHashMap<>();
    format.put("type", "json_schema");
    format.put("json_schema", named);
    return format;
  }

  private static JsonNode parse(String schema) {
    try {
      return MAPPER.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a schema is JSON", e);
    }
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
