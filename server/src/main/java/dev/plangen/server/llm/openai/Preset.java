package dev.plangen.server.llm.openai;

import static dev.plangen.server.llm.openai.ApiKeyHeader.API_KEY;
import static dev.plangen.server.llm.openai.ApiKeyHeader.BEARER;
import static dev.plangen.server.llm.openai.TokenLimitField.MAX_COMPLETION_TOKENS;
import static dev.plangen.server.llm.openai.TokenLimitField.MAX_TOKENS;

import dev.plangen.server.llm.SamplingParameter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A provider of the Chat Completions API and what is known of it, so that a model's entry in the
 * configuration needs to say only what is its own.
 */
public enum Preset {
  OPENAI("https://api.openai.com/v1", "OPENAI_API_KEY", BEARER, MAX_COMPLETION_TOKENS),
  /** At {@code https://RESOURCE.openai.azure.com/openai/v1}; its models are named by deployment. */
  AZURE("", "AZURE_OPENAI_API_KEY", API_KEY, MAX_COMPLETION_TOKENS),
  /** At {@code https://bedrock-runtime.REGION.amazonaws.com/openai/v1}, with a Bedrock API key. */
  BEDROCK("", "AWS_BEARER_TOKEN_BEDROCK", BEARER, MAX_COMPLETION_TOKENS),
  GEMINI(
      "https://generativelanguage.googleapis.com/v1beta/openai",
      "GEMINI_API_KEY",
      BEARER,
      MAX_TOKENS),
  ANTHROPIC("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", BEARER, MAX_TOKENS),
  OLLAMA("http://127.0.0.1:11434/v1", "", BEARER, MAX_TOKENS),
  VLLM("http://127.0.0.1:8000/v1", "", BEARER, MAX_TOKENS),
  LLAMA_CPP("http://127.0.0.1:8080/v1", "", BEARER, MAX_TOKENS);

  /**
   * OpenAI's reasoning models, which refuse every temperature but 1. The chat variants of the same
   * names do not reason.
   */
  private static final Pattern REASONING_MODEL = Pattern.compile("(gpt-5(?!.*-chat)|o[134]).*");

  private final String baseUrl;
  private final String apiKeyVariable;
  private final ApiKeyHeader apiKeyHeader;
  private final TokenLimitField tokenLimitField;

  Preset(
      String baseUrl,
      String apiKeyVariable,
      ApiKeyHeader apiKeyHeader,
      TokenLimitField tokenLimitField) {
    this.baseUrl = baseUrl;
    this.apiKeyVariable = apiKeyVariable;
    this.apiKeyHeader = apiKeyHeader;
    this.tokenLimitField = tokenLimitField;
  }

  /** As a model's {@code provider} in the configuration. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty where it differs from user to user and must be configured. */
  public Optional<String> baseUrl() {
    return Optional.of(baseUrl).filter(url -> !url.isEmpty());
  }

  /** The environment variable that usually holds the key; empty where none is needed. */
  public Optional<String> apiKeyVariable() {
    return Optional.of(apiKeyVariable).filter(name -> !name.isEmpty());
  }

  public ApiKeyHeader apiKeyHeader() {
    return apiKeyHeader;
  }

  public TokenLimitField tokenLimitField() {
    return tokenLimitField;
  }

  /** What the provider's model of this name is known not to take; the rest is learned. */
  public Set<SamplingParameter> unsupported(String model) {
    return switch (this) {
      case OPENAI, AZURE ->
          REASONING_MODEL.matcher(model).matches()
              ? Set.of(SamplingParameter.TEMPERATURE)
              : Set.of();
      // Takes a seed without an error and ignores it, which a caller must be told.
      case ANTHROPIC -> Set.of(SamplingParameter.SEED);
      case BEDROCK, GEMINI, OLLAMA, VLLM, LLAMA_CPP -> Set.of();
    };
  }

  /**
   * Whether the provider documents JSON schemas in {@code response_format}: Anthropic says of its
   * compatible endpoint that it ignores the field, and Bedrock names it for other endpoints only.
   */
  public boolean structuredOutput() {
    return switch (this) {
      case OPENAI, AZURE, GEMINI, OLLAMA, VLLM, LLAMA_CPP -> true;
      case ANTHROPIC, BEDROCK -> false;
    };
  }

  /**
   * Headers of each request. llama.cpp's server closes each connection that it has streamed an
   * answer over, though it promises to keep it: a call that took it from the pool would break off.
   */
  public Map<String, String> headers() {
    return switch (this) {
      case LLAMA_CPP -> Map.of("Connection", "close");
      case OPENAI, AZURE, BEDROCK, GEMINI, ANTHROPIC, OLLAMA, VLLM -> Map.of();
    };
  }

  /** A model of this provider with everything else as the preset has it. */
  public OpenAiSettings settings(
      String id, String baseUrl, Optional<Supplier<String>> apiKey, String model) {
    return new OpenAiSettings(
        id,
        baseUrl,
        apiKey,
        apiKeyHeader,
        model,
        tokenLimitField,
        Optional.empty(),
        Map.of(),
        headers(),
        unsupported(model),
        structuredOutput(),
        OpenAiTimeouts.DEFAULT);
  }
}
