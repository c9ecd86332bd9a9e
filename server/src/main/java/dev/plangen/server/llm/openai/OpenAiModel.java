package dev.plangen.server.llm.openai;

import com.openai.client.OpenAIClient;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import java.util.EnumSet;
import java.util.Set;

/**
 * A model behind a Chat Completions API. Sends each request once; retries are {@link
 * dev.plangen.server.llm.RetryingModel}'s. Only a request refused because of a parameter, or a
 * schema, that the model does not take is repeated, once for each, without it. Thread-safe.
 */
public final class OpenAiModel implements LanguageModel {

  private final OpenAiSettings settings;
  private final OpenAIClient client;
  private final Failures failures;
  private final Dialect dialect;

  /**
   * @param transport stays the caller's, to share and to close
   */
  public OpenAiModel(OpenAiSettings settings, OpenAiTransport transport) {
    this.settings = settings;
    this.client = transport.client(settings);
    this.failures = new Failures(settings.id());
    this.dialect = new Dialect(settings);
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return dialect.unsupported();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    Set<SamplingParameter> adapted = EnumSet.noneOf(SamplingParameter.class);
    while (true) {
      // Read once: what another call learns meanwhile must not drop what this caller set.
      Set<SamplingParameter> unsupported = dialect.unsupported();
      requireTaken(options, unsupported);
      cancellation.throwIfCancelled();
      GenerationOptions allowed = sink.begin(options);
      GenerationOptions taken = dialect.structuredOutput() ? allowed : allowed.inText();
      ChatRequest request =
          ChatRequest.of(settings, unsupported, dialect.tokenLimitField(), prompt, taken);
      try {
        return new Exchange(client, failures, sink, cancellation).run(request);
      } catch (Exchange.RefusedException refused) {
        adapt(refused.error(), request, options, adapted);
      }
    }
  }

  private void requireTaken(GenerationOptions options, Set<SamplingParameter> unsupported) {
    Set<SamplingParameter> refused = EnumSet.noneOf(SamplingParameter.class);
    refused.addAll(options.setByCaller());
    refused.retainAll(unsupported);
    if (!refused.isEmpty()) {
      throw failures.notTaken(refused);
    }
  }

  /** Returns if the request, changed by what the dialect has learned, is worth sending again. */
  private void adapt(
      ProviderError error,
      ChatRequest request,
      GenerationOptions options,
      Set<SamplingParameter> adapted) {
    if (request.hasSchema() && error.refusesSchema()) {
      dialect.refusedSchema();
      return;
    }
    ProviderError.Refusal refusal =
        error.refusal(request.sent()).orElseThrow(() -> failures.of(error));
    SamplingParameter parameter = refusal.parameter();
    if (refusal.unsupported() && adapted.add(parameter)) {
      if (parameter == SamplingParameter.MAX_OUTPUT_TOKENS) {
        dialect.refused(request.tokenLimitField());
      } else {
        dialect.refused(parameter);
      }
      return;
    }
    throw options.setByCaller().contains(parameter)
        ? failures.outOfRange(parameter)
        : failures.of(error);
  }
}
