package dev.plangen.server.testing;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import java.util.Set;

/** Answers every question well and at once, and remembers nothing. Thread-safe. */
public final class QuickModel implements LanguageModel {

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    sink.begin(options);
    sink.append("- A ✓.");
    if (prompt.user().endsWith(AnswerFormat.VERDICT.instruction())) {
      sink.append("\nScore: 97");
    }
    return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return Set.of();
  }
}
