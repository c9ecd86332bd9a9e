package dev.plangen.server.llm.offline;

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
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Answers the prompts that any model is given, for meetings and trips in the NATURAL PLAN forms. It
 * sees nothing but the prompt: its task is told by the answer format that the prompt demands.
 *
 * <p>The answer depends on the prompt and the seed alone (no seed is seed 0); the temperature is
 * taken and makes no difference. An earlier plan that is wrong is not made again; feedback makes no
 * further difference, since it sees for itself what is wrong. Immutable, so thread-safe.
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
      case PLAN -> author(assignment, problem, noise).plan();
      case STEP -> author(assignment, problem, noise).step(assignment.steps().orElse(""));
      case VERDICT -> stated(problem.judge(assignment.plan()), noise).text();
      case REWARD -> stated(draft(assignment, problem).judge(), noise).text();
      case SCORE -> stated(scored(assignment, problem), noise).scoreLine();
      case COMPLETION -> draft(assignment, problem).isComplete() ? "1" : "0";
      case PRIORS -> Priors.of(problem.steps());
    };
  }

  private Author author(Assignment assignment, Problem problem, Noise noise) {
    return new Author(problem, settings.noise(), noise, assignment.earlierPlan());
  }

  private static Draft draft(Assignment assignment, Problem problem) {
    return problem.draft(assignment.steps().orElse(""));
  }

  /** A score is wanted of a plan or of the beginning of one, whichever the prompt holds. */
  private static Judgement scored(Assignment assignment, Problem problem) {
    return assignment.steps().isPresent()
        ? draft(assignment, problem).judge()
        : problem.judge(assignment.plan());
  }

  private Judgement stated(Judgement right, Noise noise) {
    double errorRate = right.accepts() ? settings.judgeFalseReject() : settings.judgeFalseAccept();
    return noise.strikes(errorRate) ? right.mistaken(noise) : right;
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return Set.of();
  }

  @Override
  public Availability availability() {
    return Availability.SERVING;
  }
}
