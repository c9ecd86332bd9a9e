package dev.plangen.server.planning.prompt;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.PromptSection;
import dev.plangen.server.llm.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agents ask, in the words of a profile. Immutable, so thread-safe.
 *
 * <p>Every prompt of a run begins with the same bytes, so that providers' prefix caches hit: the
 * system prompt with all that can be said once, the problem, the constraints. Then comes what
 * differs: further material, the task, and, always last, the answer format.
 */
public final class Prompts {

  /** In the server's own words. */
  public static final Prompts DEFAULT = new Prompts(Profile.DEFAULT);

  private final Profile profile;
  private final String system;

  public Prompts(Profile profile) {
    this.profile = profile;
    this.system =
        (profile.ask(PromptTask.SYSTEM, Map.of()) + "\n\n" + AnswerFormat.CONVENTIONS).strip();
  }

  public Prompt constraints(String problem) {
    return prompt(PromptTask.CONSTRAINTS, Material.of(problem), AnswerFormat.CONSTRAINTS);
  }

  /**
   * Asks for a plan.
   *
   * @param earlier a plan that the new one is to do better than
   */
  public Prompt plan(String problem, List<String> constraints, Optional<Earlier> earlier) {
    return prompt(PromptTask.PLAN, Material.of(problem, constraints, earlier), AnswerFormat.PLAN);
  }

  /** Asks what to think of a plan; {@link VerdictSchema} is its answer in JSON. */
  public Prompt verdict(String problem, List<String> constraints, String plan) {
    return prompt(
        PromptTask.VERDICT,
        Material.of(problem, constraints).add(PromptSection.PLAN, plan),
        AnswerFormat.VERDICT);
  }

  /** Asks for the score that {@code verdict} left out. */
  public Prompt score(String problem, List<String> constraints, String plan, String verdict) {
    return prompt(
        PromptTask.SCORE,
        Material.of(problem, constraints)
            .add(PromptSection.PLAN, plan)
            .add(PromptSection.VERDICT, verdict),
        AnswerFormat.SCORE);
  }

  /**
   * Asks for the next step of a plan.
   *
   * @param earlier a whole plan that the new one is to do better than
   * @param steps those that are there; blank if the first is asked for
   * @param feedback what was said of them
   */
  public Prompt step(
      String problem,
      List<String> constraints,
      Optional<Earlier> earlier,
      String steps,
      Optional<String> feedback) {
    Material material = Material.of(problem, constraints, earlier).add(PromptSection.STEPS, steps);
    feedback.ifPresent(text -> material.add(PromptSection.FEEDBACK, "steps_feedback", text));
    return prompt(PromptTask.STEP, material, AnswerFormat.STEP);
  }

  /** Asks what to think of a plan's beginning. */
  public Prompt reward(String problem, List<String> constraints, String steps) {
    return prompt(
        PromptTask.REWARD,
        Material.of(problem, constraints).add(PromptSection.STEPS, steps),
        AnswerFormat.REWARD);
  }

  /** Asks whether these steps are a whole plan. */
  public Prompt completion(String problem, List<String> constraints, String steps) {
    return prompt(
        PromptTask.COMPLETION,
        Material.of(problem, constraints).add(PromptSection.STEPS, steps),
        AnswerFormat.COMPLETION);
  }

  /**
   * Asks how promising each algorithm is; {@link PriorSchema} is its answer in JSON.
   *
   * @param earlier the plan that was not good enough, if there is one
   * @param algorithms by the names that requests have for them; at least one
   */
  public Prompt priors(
      String problem,
      List<String> constraints,
      Optional<Earlier> earlier,
      List<String> algorithms) {
    return prompt(
        PromptTask.PRIORS,
        Material.of(problem, constraints, earlier).algorithms(algorithms),
        AnswerFormat.PRIORS);
  }

  private Prompt prompt(PromptTask task, Material material, AnswerFormat format) {
    List<String> paragraphs = new ArrayList<>(material.sections());
    String asked = profile.ask(task, material.variables());
    if (!asked.isEmpty()) {
      paragraphs.add(asked);
    }
    paragraphs.add(format.instruction());
    return new Prompt(system, String.join("\n\n", paragraphs));
  }
}
