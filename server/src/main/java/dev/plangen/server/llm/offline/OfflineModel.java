package dev.plangen.server.llm.offline;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Answers the prompts that any model is given, for meetings and trips in the NATURAL PLAN forms. It
 * sees nothing but the prompt: its task is told by the answer format that the prompt demands.
 *
 * <p>The answer depends on the prompt and the seed alone (no seed is seed 0); the temperature is
 * taken and makes no difference. Immutable, so thread-safe.
 */
public final class OfflineModel implements LanguageModel {

  private final OfflineSettings settings;

  public OfflineModel(OfflineSettings settings) {
    this.settings = settings;
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    GenerationOptions allowed = sink.begin(options);
    List<String> tokens = Tokens.of(answer(prompt, allowed));
    int written = Math.min(tokens.size(), allowed.maxOutputTokens().orElse(Integer.MAX_VALUE));
    Pen.write(tokens.subList(0, written), settings.tokensPerSecond(), sink, cancellation);
    return new Completion(
        written < tokens.size() ? FinishCause.LENGTH : FinishCause.STOP,
        new TokenCount(
            OptionalLong.of(Tokens.count(prompt.system()) + Tokens.count(prompt.user())),
            OptionalLong.empty(),
            OptionalLong.of(written),
            OptionalLong.empty()));
  }

  private String answer(Prompt prompt, GenerationOptions options) {
    Assignment assignment = Assignment.read(prompt);
    Problem problem = Problem.read(assignment.problem(), assignment.constraints());
    Noise noise = Noise.of(options.seed().orElse(0), prompt);
    return switch (assignment.format()) {
      case CONSTRAINTS -> "- " + String.join("\n- ", problem.constraints());
      case PLAN -> noise.strikes(settings.noise()) ? problem.wrongPlan(noise) : problem.plan();
      case VERDICT -> judge(problem, assignment.plan(), noise).text();
      case SCORE -> judge(problem, assignment.plan(), noise).scoreLine();
    };
  }

  private Judgement judge(Problem problem, String plan, Noise noise) {
    Judgement right = problem.judge(plan);
    return noise.strikes(settings.judgeNoise()) ? right.mistaken(noise) : right;
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return Set.of();
  }
}
