package dev.plangen.server.llm;

import dev.plangen.server.concurrent.Cancellation;
import java.util.Set;

/**
 * A model that writes text. Implementations are thread-safe; any number of generations may run at
 * once.
 */
public interface LanguageModel {

  /**
   * Generates one text into {@code sink} and returns when it has ended.
   *
   * <p>Blocks the calling thread, which is virtual. Reasoning ("thinking") never reaches the sink;
   * its tokens are counted.
   *
   * @throws dev.plangen.server.domain.FailureException with {@code ModelFailed} if the model can't
   *     answer, or {@code InvalidRequest} if it refuses an option that the caller set
   * @throws java.util.concurrent.CancellationException once {@code cancellation} is cancelled:
   *     within milliseconds, with every connection of this generation closed
   */
  Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation);

  /** The parameters that this model is known not to take; may grow while the server runs. */
  Set<SamplingParameter> unsupported();

  /** Whether it can be reached, as far as that is known without calling it. Does not block. */
  default Availability availability() {
    return Availability.UNKNOWN;
  }
}
