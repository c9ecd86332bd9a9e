package dev.plangen.server.llm.offline;

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
    String last = verdict(problem, plan, seed).lines().toList().getLast();
    return Integer.parseInt(last.replace("Score: ", ""));
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
