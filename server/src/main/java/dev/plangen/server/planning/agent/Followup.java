package dev.plangen.server.planning.agent;

/**
 * What a plan, or a step, makes necessary once it is written: questions about it.
 *
 * @param model that is asked them
 * @param questions how many; 0 if none
 * @param promptBytes their length without the plan, all together, in bytes of UTF-8
 * @param outputTokens the most that each answer may have
 */
public record Followup(String model, int questions, int promptBytes, int outputTokens) {

  /** The same, where every question holds so many bytes more. */
  public Followup about(int bytes) {
    return new Followup(model, questions, promptBytes + questions * bytes, outputTokens);
  }

  /** The same and {@code other}, which asks the same model. */
  public Followup and(Followup other) {
    return new Followup(
        model,
        questions + other.questions,
        promptBytes + other.promptBytes,
        Math.max(outputTokens, other.outputTokens));
  }
}
