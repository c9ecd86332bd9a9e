package dev.plangen.server.llm.offline;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.PromptSection;
import dev.plangen.server.llm.Prompt;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a prompt asks for.
 *
 * @param constraints the lines of the list that the prompt holds beside the problem
 * @param plan the plan to judge; empty if the prompt holds none
 * @param steps the beginning of a plan, to go on with or to judge; may be blank
 * @param earlierPlan a plan that was made before
 */
record Assignment(
    AnswerFormat format,
    String problem,
    List<String> constraints,
    String plan,
    Optional<String> steps,
    Optional<String> earlierPlan) {

  /** A prompt that demands no format is a bare problem, and asks for a plan. */
  static Assignment read(Prompt prompt) {
    String text = prompt.system() + "\n" + prompt.user();
    Map<PromptSection, String> sections = Sections.of(text);
    return new Assignment(
        format(text),
        sections.getOrDefault(PromptSection.PROBLEM, text),
        sections
            .getOrDefault(PromptSection.CONSTRAINTS, "")
            .lines()
            .map(line -> line.strip().replaceFirst("^(?:[-*•]|\\d+[.)])\\s+", ""))
            .filter(line -> !line.isEmpty())
            .toList(),
        sections.getOrDefault(PromptSection.PLAN, ""),
        Optional.ofNullable(sections.get(PromptSection.STEPS)),
        Optional.ofNullable(sections.get(PromptSection.EARLIER_PLAN)));
  }

  /** The format stands at the end of a prompt, so that of several the last is meant. */
  private static AnswerFormat format(String text) {
    return Arrays.stream(AnswerFormat.values())
        .filter(format -> text.contains(format.instruction()))
        .max(Comparator.comparingInt(format -> text.lastIndexOf(format.instruction())))
        .orElse(AnswerFormat.PLAN);
  }
}
