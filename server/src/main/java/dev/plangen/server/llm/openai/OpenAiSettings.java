package dev.plangen.server.llm.openai;

import dev.plangen.server.llm.SamplingParameter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One model behind a Chat Completions API.
 *
 * @param id what callers name the model by, and the only name of it that they see
 * @param baseUrl up to and without {@code /chat/completions}
 * @param apiKey asked for with every request; none for servers that ask for none
 * @param model what the provider names the model by
 * @param reasoningEffort sent as it is; empty leaves it to the model
 * @param extraBody further fields of each request's body, as JSON-like values; none of those that
 *     this adapter sends itself
 * @param headers further headers of each request; may hold secrets
 * @param unsupported what the model is known not to take
 * @param structuredOutput whether answers are wanted in JSON by a schema ({@code response_format})
 *     where one is known; a model that refuses that is asked for text from then on
 */
public record OpenAiSettings(
    String id,
    String baseUrl,
    Optional<Supplier<String>> apiKey,
    ApiKeyHeader apiKeyHeader,
    String model,
    TokenLimitField tokenLimitField,
    Optional<String> reasoningEffort,
    Map<String, Object> extraBody,
    Map<String, String> headers,
    Set<SamplingParameter> unsupported,
    boolean structuredOutput,
    OpenAiTimeouts timeouts) {

  /** {@code n} belongs here because only the first choice of an answer is read. */
  private static final Set<String> OWN_FIELDS =
      Set.of(
          "model",
          "messages",
          "n",
          "stream",
          "stream_options",
          "temperature",
          "seed",
          "max_tokens",
          "max_completion_tokens",
          "reasoning_effort",
          "response_format");

  public OpenAiSettings {
    extraBody = Map.copyOf(extraBody);
    headers = Map.copyOf(headers);
    unsupported = Set.copyOf(unsupported);
    Set<String> clash = new TreeSet<>(extraBody.keySet());
    clash.retainAll(OWN_FIELDS);
    if (!clash.isEmpty()) {
      throw new IllegalArgumentException(
          "extra_body of model " + id + " holds " + clash + ", which the server sends itself");
    }
  }

  /**
   * The header that carries the key, as it is now; empty without one, or if it is among headers.
   */
  Optional<Map.Entry<String, String>> keyHeader() {
    return apiKey
        .filter(_ -> headers.keySet().stream().noneMatch(apiKeyHeader.header()::equalsIgnoreCase))
        .map(key -> Map.entry(apiKeyHeader.header(), apiKeyHeader.value(key.get())));
  }

  /** Leaves out what may be secret: the key, the headers, the body. */
  @Override
  public String toString() {
    return "OpenAiSettings[id=" + id + ", model=" + model + "]";
  }
}
