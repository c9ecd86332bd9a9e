package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.PromptSection;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.TextSink;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Asks the offline model as the server does: with prompts, for text. */
final class Conversation {

  /** Of plans of the instances here, and one for a word about the end. */
  private static final int MOST_STEPS = 17;

  private final OfflineModel model;

  Conversation(OfflineSettings settings) {
    this.model = new OfflineModel(settings);
  }

  /** An answer with how it ended. */
  record Reply(String text, Completion completion, int pieces) {}

  List<String> constraints(String problem) {
    return ask(prompt(AnswerFormat.CONSTRAINTS, PromptSection.PROBLEM.wrap(problem)), 0)
        .lines()
        .toList();
  }

  String plan(String problem) {
    return plan(problem, 0);
  }

  String plan(String problem, long seed) {
    return ask(prompt(AnswerFormat.PLAN, PromptSection.PROBLEM.wrap(problem)), seed);
  }

  String planUnder(String problem, String constraints) {
    return ask(
        prompt(
            AnswerFormat.PLAN,
            PromptSection.PROBLEM.wrap(problem),
            PromptSection.CONSTRAINTS.wrap(constraints)),
        0);
  }

  String verdict(String problem, String plan) {
    return verdict(problem, plan, 0);
  }

  String verdict(String problem, String plan, long seed) {
    return ask(
        prompt(
            AnswerFormat.VERDICT,
            PromptSection.PROBLEM.wrap(problem),
            PromptSection.PLAN.wrap(plan)),
        seed);
  }

  String verdictUnder(String problem, String constraints, String plan) {
    return ask(
        prompt(
            AnswerFormat.VERDICT,
            PromptSection.PROBLEM.wrap(problem),
            PromptSection.CONSTRAINTS.wrap(constraints),
            PromptSection.PLAN.wrap(plan)),
        0);
  }

  int score(String problem, String plan) {
    return score(problem, plan, 0);
  }

  int score(String problem, String plan, long seed) {
    return lastScore(verdict(problem, plan, seed));
  }

  private static int lastScore(String judgement) {
    return Integer.parseInt(judgement.lines().toList().getLast().replace("Score: ", ""));
  }

  String planAfter(String problem, String earlierPlan, long seed) {
    return ask(
        prompt(
            AnswerFormat.PLAN,
            PromptSection.PROBLEM.wrap(problem),
            PromptSection.EARLIER_PLAN.wrap(earlierPlan),
            PromptSection.FEEDBACK.wrap("Something is wrong with it.")),
        seed);
  }

  /** Steps written one after the other, until the model calls them complete; its lines. */
  String chain(String problem, String begun, long seed) {
    return chain(problem, begun, seed, "");
  }

  String chainAfter(String problem, String earlierPlan, long seed) {
    return chain(problem, "", seed, PromptSection.EARLIER_PLAN.wrap(earlierPlan));
  }

  private String chain(String problem, String begun, long seed, String earlier) {
    String steps = begun;
    for (int i = 0; !isComplete(problem, steps); i++) {
      assertThat(i).as("steps of\n%s", steps).isLessThan(MOST_STEPS);
      steps = (steps + "\n" + step(problem, steps, seed, earlier)).strip();
    }
    return steps;
  }

  String step(String problem, String steps, long seed) {
    return step(problem, steps, seed, "");
  }

  private String step(String problem, String steps, long seed, String earlier) {
    return ask(
        prompt(
            AnswerFormat.STEP,
            PromptSection.PROBLEM.wrap(problem),
            earlier,
            PromptSection.STEPS.wrap(steps)),
        seed);
  }

  String judgeBeginning(String problem, String steps, long seed) {
    return ask(
        prompt(
            AnswerFormat.REWARD,
            PromptSection.PROBLEM.wrap(problem),
            PromptSection.STEPS.wrap(steps)),
        seed);
  }

  int reward(String problem, String steps) {
    return reward(problem, steps, 0);
  }

  int reward(String problem, String steps, long seed) {
    return lastScore(judgeBeginning(problem, steps, seed));
  }

  boolean isComplete(String problem, String steps) {
    String answer =
        ask(
            prompt(
                AnswerFormat.COMPLETION,
                PromptSection.PROBLEM.wrap(problem),
                PromptSection.STEPS.wrap(steps)),
            0);
    assertThat(answer).isIn("0", "1");
    return answer.equals("1");
  }

  String priors(String problem) {
    return ask(prompt(AnswerFormat.PRIORS, PromptSection.PROBLEM.wrap(problem)), 0);
  }

  String ask(Prompt prompt, long seed) {
    return reply(prompt, options(OptionalInt.empty(), seed)).text();
  }

  Reply reply(Prompt prompt, GenerationOptions options) {
    StringBuilder text = new StringBuilder();
    int[] pieces = {0};
    TextSink sink =
        new TextSink() {
          @Override
          public GenerationOptions begin(GenerationOptions wished) {
            text.setLength(0);
            return wished;
          }

          @Override
          public void append(String piece) {
            text.append(piece);
            pieces[0]++;
          }
        };
    Completion completion = model.generate(prompt, options, sink, Cancellation.create());
    return new Reply(text.toString(), completion, pieces[0]);
  }

  static Prompt prompt(AnswerFormat format, String... sections) {
    return new Prompt(
        "You are a careful planner.",
        String.join("\n\n", sections) + "\n\n" + format.instruction());
  }

  static GenerationOptions options(OptionalInt maxOutputTokens, long seed) {
    return new GenerationOptions(
        OptionalDouble.empty(), maxOutputTokens, OptionalLong.of(seed), Set.of());
  }
}
