package dev.plangen.server.llm.openai;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RecordingSink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A model at a local endpoint, and the ways in which tests call it. */
final class ModelUnderTest implements AutoCloseable {

  static final String KEY = "sk-very-secret-key";
  static final Prompt PROMPT = new Prompt("You plan.", "Plan a trip.");
  static final Duration LIMIT = Duration.ofSeconds(10);

  static final GenerationOptions NO_OPTIONS =
      new GenerationOptions(
          OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), Set.of());

  final OpenAiEndpoint endpoint;
  final OpenAiTransport transport = new OpenAiTransport();
  final OpenAiModel model;
  final RecordingSink sink = new RecordingSink();

  ModelUnderTest(OpenAiEndpoint.Behaviour behaviour) {
    this(behaviour, settings -> settings);
  }

  ModelUnderTest(OpenAiEndpoint.Behaviour behaviour, UnaryOperator<OpenAiSettings> changes) {
    endpoint = OpenAiEndpoint.start(behaviour);
    model = new OpenAiModel(changes.apply(settings(endpoint.baseUrl())), transport);
  }

  static OpenAiSettings settings(String baseUrl) {
    return new OpenAiSettings(
        "acme/planner",
        baseUrl,
        Optional.of(() -> KEY),
        ApiKeyHeader.BEARER,
        "gpt-5-mini",
        TokenLimitField.MAX_COMPLETION_TOKENS,
        Optional.empty(),
        Map.of(),
        Map.of(),
        Set.of(),
        false,
        OpenAiTimeouts.DEFAULT);
  }

  static GenerationOptions options(
      double temperature, int maxOutputTokens, long seed, SamplingParameter... setByCaller) {
    return new GenerationOptions(
        OptionalDouble.of(temperature),
        OptionalInt.of(maxOutputTokens),
        OptionalLong.of(seed),
        Set.of(setByCaller));
  }

  Completion generate() {
    return generate(NO_OPTIONS);
  }

  Completion generate(GenerationOptions options) {
    return model.generate(PROMPT, options, sink, Cancellation.create());
  }

  /** On a virtual thread that nothing interrupts. */
  CompletableFuture<Completion> start(Cancellation cancellation) {
    return start(model, sink, cancellation);
  }

  static CompletableFuture<Completion> start(
      LanguageModel model, RecordingSink sink, Cancellation cancellation) {
    CompletableFuture<Completion> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(model.generate(PROMPT, NO_OPTIONS, sink, cancellation));
              } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
              }
            });
    return result;
  }

  @Override
  public void close() {
    transport.close();
    endpoint.close();
  }
}
