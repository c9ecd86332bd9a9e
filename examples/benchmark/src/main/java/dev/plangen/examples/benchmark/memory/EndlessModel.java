package dev.plangen.examples.benchmark.memory;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes until it is cancelled, and begins its text again and again, so that the text, which a run
 * has to hold, does not grow.
 */
final class EndlessModel implements LanguageModel {

  private static final int PIECES = 5000;
  private static final long PAUSE_NANOS = 20_000;

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    while (true) {
      sink.begin(options);
      for (int i = 0; i < PIECES; i++) {
        cancellation.throwIfCancelled();
        sink.append("word ");
        // A reader keeps up with this, so that few deltas are merged.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return Set.of();
  }
}
