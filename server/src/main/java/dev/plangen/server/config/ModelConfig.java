package dev.plangen.server.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model that the server serves. Its key {@code provider} tells which kind. */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    include = JsonTypeInfo.As.EXISTING_PROPERTY,
    property = "provider",
    visible = true)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelConfig.Offline.class, name = "offline"),
  @JsonSubTypes.Type(
      value = ModelConfig.OpenAi.class,
      names = {"openai", "azure", "bedrock", "gemini", "anthropic", "ollama", "vllm", "llama_cpp"}),
  @JsonSubTypes.Type(value = ModelConfig.Remote.class, name = "remote")
})
public sealed interface ModelConfig {

  /** By which requests name it, for example {@code openai/gpt-5-mini}. */
  Optional<String> id();

  String provider();

  /** Of all runs together, 1 to 100,000. */
  Optional<Integer> maxConcurrentCalls();

  /** What its tokens cost; unknown by default. */
  Optional<PricesConfig> prices();

  /**
   * The embedded offline model.
   *
   * @param noise probability that a plan is wrong, 0 to 1; 0.3 by default
   * @param judgeNoise both of the next two, for short; not beside either of them
   * @param judgeFalseAccept probability that a wrong plan is judged to be right, 0 to 1; 0.1 by
   *     default
   * @param judgeFalseReject probability that a right plan is judged to be wrong, 0 to 1; 0.1 by
   *     default
   * @param tokensPerSecond pace of its writing; 0, as fast as it can, by default
   * @param maxConcurrentCalls without limit by default
   */
  record Offline(
      Optional<String> id,
      String provider,
      Optional<Double> noise,
      Optional<Double> judgeNoise,
      Optional<Double> judgeFalseAccept,
      Optional<Double> judgeFalseReject,
      Optional<Double> tokensPerSecond,
      Optional<Integer> maxConcurrentCalls,
      Optional<PricesConfig> prices)
      implements ModelConfig {

    public static final double DEFAULT_NOISE = 0.3;
    public static final double DEFAULT_JUDGE_FALSE_ACCEPT = 0.1;
    public static final double DEFAULT_JUDGE_FALSE_REJECT = 0.1;
    public static final double DEFAULT_TOKENS_PER_SECOND = 0;

    /** The same with judgements that err so, and without {@code judgeNoise}. */
    public Offline judging(Optional<Double> falseAccept, Optional<Double> falseReject) {
      return new Offline(
          id,
          provider,
          noise,
          Optional.empty(),
          falseAccept,
          falseReject,
          tokensPerSecond,
          maxConcurrentCalls,
          prices);
    }
  }

  /**
   * A model behind an API of OpenAI's form; {@code provider} says whose.
   *
   * @param model what the provider calls it
   * @param baseUrl up to and without {@code /chat/completions}; the provider's own by default
   * @param apiKeyEnv name of the environment variable that holds the key; the provider's usual one
   *     by default
   * @param apiKeyFile file that holds the key, instead
   * @param unsupported fields of {@code Sampling} that the model does not take
   * @param maxTokensField {@code max_completion_tokens} or {@code max_tokens}
   * @param structuredOutput whether answers are asked for in JSON by a schema; the provider's usual
   *     by default
   * @param reasoningEffort sent as {@code reasoning_effort}
   * @param extraBody sent with every request, beside what the server sends
   * @param headers sent with every request
   * @param stallTimeoutSeconds without a byte from the provider; 180 by default
   * @param callTimeoutSeconds for a whole call; 600 by default
   * @param maxConcurrentCalls 512 by default
   */
  record OpenAi(
      Optional<String> id,
      String provider,
      Optional<String> model,
      Optional<String> baseUrl,
      Optional<String> apiKeyEnv,
      Optional<String> apiKeyFile,
      List<String> unsupported,
      Optional<String> maxTokensField,
      Optional<Boolean> structuredOutput,
      Optional<String> reasoningEffort,
      Map<String, Object> extraBody,
      Map<String, String> headers,
      Optional<Integer> stallTimeoutSeconds,
      Optional<Integer> callTimeoutSeconds,
      Optional<Integer> maxConcurrentCalls,
      Optional<PricesConfig> prices)
      implements ModelConfig {

    public static final int DEFAULT_STALL_TIMEOUT_SECONDS = 180;
    public static final int DEFAULT_CALL_TIMEOUT_SECONDS = 600;
    public static final int DEFAULT_MAX_CONCURRENT_CALLS = 512;

    public OpenAi {
      unsupported = unsupported == null ? List.of() : List.copyOf(unsupported);
      extraBody = extraBody == null ? Map.of() : Map.copyOf(extraBody);
      headers = headers == null ? Map.of() : Map.copyOf(headers);
    }
  }

  /**
   * A {@code ModelService} of the operator's own.
   *
   * @param model what the service calls the model; left to the service by default
   * @param unsupported fields of {@code Sampling} that the model does not take
   * @param callTimeoutSeconds for a whole call; 600 by default
   * @param maxConcurrentCalls 512 by default
   */
  record Remote(
      Optional<String> id,
      String provider,
      Optional<String> target,
      Optional<Boolean> plaintext,
      Optional<TlsConfig> tls,
      Optional<String> tokenEnv,
      Optional<String> tokenFile,
      Optional<String> model,
      List<String> unsupported,
      Optional<Integer> callTimeoutSeconds,
      Optional<Integer> maxConcurrentCalls,
      Optional<PricesConfig> prices)
      implements ModelConfig {

    public static final int DEFAULT_CALL_TIMEOUT_SECONDS = 600;
    public static final int DEFAULT_MAX_CONCURRENT_CALLS = 512;

    public Remote {
      unsupported = unsupported == null ? List.of() : List.copyOf(unsupported);
    }

    /** The same, with or without TLS. */
    public Remote withPlaintext(boolean without) {
      return new Remote(
          id,
          provider,
          target,
          Optional.of(without),
          tls,
          tokenEnv,
          tokenFile,
          model,
          unsupported,
          callTimeoutSeconds,
          maxConcurrentCalls,
          prices);
    }

    /** Where it is. */
    public DestinationConfig destination() {
      return new DestinationConfig(target, plaintext, tls, tokenEnv, tokenFile);
    }
  }
}
