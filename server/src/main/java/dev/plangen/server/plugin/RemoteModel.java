package dev.plangen.server.plugin;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Availability;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.Usage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A model behind a {@code plangen.v1.ModelService}. Sends each request once; retries are {@link
 * dev.plangen.server.llm.RetryingModel}'s. Thread-safe.
 */
public final class RemoteModel implements LanguageModel {

  /** How long the end of a call may take after its last chunk. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final RemoteModelSettings settings;
  private final Connection connection;
  private final ModelFailures failures;

  /**
   * @param connection stays the caller's, to close
   */
  public RemoteModel(RemoteModelSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
    this.failures = new ModelFailures(settings.id());
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return settings.unsupported();
  }

  @Override
  public Availability availability() {
    return connection.isServing() ? Availability.SERVING : Availability.NOT_SERVING;
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    requireTaken(options);
    cancellation.throwIfCancelled();
    GenerationOptions allowed = sink.begin(options);
    try (RemoteCall<GenerateChunk> call =
        RemoteCall.start(
            connection.channel(),
            ModelServiceGrpc.getGenerateStreamMethod(),
            request(prompt, allowed),
            CallDeadline.of(settings.callTimeout(), cancellation),
            cancellation)) {
      return read(call, new RemoteText(sink, allowed, failures));
    } catch (RemoteFailedException e) {
      if (e.status().saysNothingWritten()) {
        sink.refused();
      }
      throw failures.of(e.status(), options.setByCaller());
    }
  }

  private void requireTaken(GenerationOptions options) {
    Set<SamplingParameter> refused = EnumSet.noneOf(SamplingParameter.class);
    refused.addAll(options.setByCaller());
    refused.retainAll(settings.unsupported());
    if (!refused.isEmpty()) {
      throw failures.notTaken(refused);
    }
  }

  private GenerateRequest request(Prompt prompt, GenerationOptions options) {
    GenerateRequest.Builder request =
        GenerateRequest.newBuilder()
            .setPrompt(prompt.user())
            .setSystemPrompt(prompt.system())
            .setSampling(sampling(options));
    settings.model().ifPresent(request::setModel);
    return request.build();
  }

  private Sampling sampling(GenerationOptions options) {
    Sampling.Builder sampling = Sampling.newBuilder();
    if (takes(SamplingParameter.TEMPERATURE)) {
      options.temperature().ifPresent(sampling::setTemperature);
    }
    if (takes(SamplingParameter.MAX_OUTPUT_TOKENS)) {
      options.maxOutputTokens().ifPresent(sampling::setMaxOutputTokens);
    }
    if (takes(SamplingParameter.SEED) && options.setByCaller().contains(SamplingParameter.SEED)) {
      options.seed().ifPresent(sampling::setSeed);
    }
    return sampling.build();
  }

  private boolean takes(SamplingParameter parameter) {
    return !settings.unsupported().contains(parameter);
  }

  private Completion read(RemoteCall<GenerateChunk> call, RemoteText text) {
    while (true) {
      GenerateChunk chunk = call.next().orElseThrow(failures::cutOff);
      text.write(chunk.getOffset(), chunk.getText());
      if (chunk.getFinishReason() != FinishReason.FINISH_REASON_UNSPECIFIED) {
        var completion = new Completion(finish(chunk.getFinishReason()), tokens(chunk.getUsage()));
        if (call.hasMore(LAST_WORDS)) {
          throw failures.brokenContract("wrote on after its last chunk");
        }
        return completion;
      }
    }
  }

  private FinishCause finish(FinishReason reason) {
    return switch (reason) {
      case FINISH_REASON_STOP -> FinishCause.STOP;
      case FINISH_REASON_LENGTH -> FinishCause.LENGTH;
      case FINISH_REASON_CONTENT_FILTER -> FinishCause.CONTENT_FILTER;
      case FINISH_REASON_UNSPECIFIED, UNRECOGNIZED ->
          throw failures.brokenContract("ended with a finish_reason that is not in the contract");
    };
  }

  /** Its count of requests is left out: those to the remote are counted here. */
  private static TokenCount tokens(Usage usage) {
    return new TokenCount(
        count(usage.hasInputTokens(), usage.getInputTokens()),
        count(usage.hasCachedInputTokens(), usage.getCachedInputTokens()),
        count(usage.hasOutputTokens(), usage.getOutputTokens()),
        count(usage.hasReasoningTokens(), usage.getReasoningTokens()));
  }

  /** A negative count tells nothing. */
  private static OptionalLong count(boolean told, long value) {
    return told && value >= 0 ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
