package dev.plangen.server.domain;

/**
 * The end of every prompt: how the model must write its answer so that it can be read.
 *
 * <p>A fixed part of the contract between prompts, parsers and models. A profile may reword
 * everything else of a prompt, never this; the offline model knows its task by it.
 */
public enum AnswerFormat {
  CONSTRAINTS(
      """
      Answer with the list of constraints and nothing else: one constraint a line, each line \
      beginning with "- ", each constraint a full sentence that can be understood on its own.\
      """),

  PLAN(
      """
      Answer with the complete plan and nothing else. For a meeting, write one line of the form \
      "Here is the proposed time: Monday, 9:00 - 10:00". For a trip, write one line for each stay \
      and each flight, of the forms "**Day 1-5:** Visit Oslo for 5 days." and "**Day 5:** Fly from \
      Oslo to Rome."; the day of a flight belongs to both cities. For anything else, use the form that \
      the problem asks for.\
      """),

  VERDICT(
      """
      Answer with your check of each constraint, one a line, and then, as the last line and on its \
      own, "Score: N", where N is a whole number from -100 (the plan is entirely wrong) to 100 (the \
      plan satisfies every constraint).\
      """),

  SCORE(
      """
      Answer with one line and nothing else: "Score: N", where N is a whole number from -100 (the \
      plan is entirely wrong) to 100 (the plan satisfies every constraint).\
      """),

  /** Of the next step of a plan that is written step by step (PlanGEN section 2.2). */
  STEP(
      """
      Answer with the next step of the plan and nothing else: what comes directly after the steps that \
      are there, and nothing after it. For a meeting, first write one line of the form "Day: Monday", \
      then one line of the form "Here is the proposed time: Monday, 9:00 - 10:00". For a trip, one step \
      is one stay, of the form "**Day 1-5:** Visit Oslo for 5 days.", and from the second stay on \
      before it the flight there, of the form "**Day 5:** Fly from Oslo to Rome.", on a line of its \
      own. For anything else, one step is one line or one short paragraph.\
      """),

  /** Of the judgement of a plan's beginning. */
  REWARD(
      """
      Answer with your check of each constraint that the steps so far decide, one a line, and then, as \
      the last line and on its own, "Score: N", where N is a whole number from -100 (no continuation \
      can satisfy the constraints) to 100 (everything so far is right).\
      """),

  /** Of the question whether a plan is complete (PlanGEN section 2.2). */
  COMPLETION(
      """
      Answer with one line and nothing else: "1" if these steps are a complete answer to the problem, \
      right or wrong, "0" if a step is missing.\
      """),

  /** Of how promising each algorithm is (PlanGEN section 2.1.3). */
  PRIORS(
      """
      Answer with one line for each algorithm and nothing else, of the form "best_of_n: 0.5", where the \
      number, from 0 to 1, says how likely it is that this algorithm finds a plan that satisfies every \
      constraint.\
      """);

  private final String instruction;

  AnswerFormat(String instruction) {
    this.instruction = instruction;
  }

  /** One paragraph, without a line break at its end. */
  public String instruction() {
    return instruction;
  }
}
