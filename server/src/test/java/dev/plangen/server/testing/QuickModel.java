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
import java.util.stream.Stream;

/** Answers every question well and at once, and remembers nothing. Thread-safe. */
public final class QuickModel implements LanguageModel {

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    sink.begin(options);
    sink.append(
        switch (format(prompt)) {
          case CONSTRAINTS, PLAN, STEP -> "- A ✓.";
          case VERDICT, SCORE, REWARD -> "- A ✓.\nScore: 97";
          case COMPLETION -> "1";
          case PRIORS -> "best_of_n: 0.5";
        });
    return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
  }

  /** A bare prompt asks for no format. */
  private static AnswerFormat format(Prompt prompt) {
    return Stream.of(AnswerFormat.values())
        .filter(format -> prompt.user().endsWith(format.instruction()))
        .findFirst()
        .orElse(AnswerFormat.PLAN);
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return Set.of();
  }
}
