package dev.plangen.server.domain;

/**
 * A part of a prompt that holds a text of the caller's or of a model's, set off by tags so that
 * instructions and material cannot be confused. Fixed, like {@link AnswerFormat}.
 */
public enum PromptSection {
  PROBLEM("problem"),
  CONSTRAINTS("constraints"),
  PLAN("plan"),
  VERDICT("verdict"),
  /** The beginning of a plan that is written step by step. */
  STEPS("steps"),
  /** A plan that was made before. */
  EARLIER_PLAN("earlier_plan"),
  /** What verifiers have said of {@link #EARLIER_PLAN}, or of {@link #STEPS}. */
  FEEDBACK("feedback");

  private final String tag;

  PromptSection(String tag) {
    this.tag = tag;
  }

  public String tag() {
    return tag;
  }

  /** The text between its tags, each on a line of its own. */
  public String wrap(String text) {
    return "<" + tag + ">\n" + text.strip() + "\n</" + tag + ">";
  }
}
