package dev.plangen.server.domain;

/**
 * The end of every prompt: how the model must write its answer so that it can be read.
 *
 * <p>A fixed part of the contract between prompts, parsers and models. A profile may reword
 * everything else of a prompt, never this; the offline model knows its task by it. Short, because
 * it is not common to the prompts of a run: what can be said once for all of them is in {@link
 * #CONVENTIONS}.
 */
public enum AnswerFormat {
  CONSTRAINTS(
      """
      Answer with the list of constraints and nothing else: one constraint a line, each line \
      beginning with "- ", each constraint a full sentence that can be understood on its own.\
      """),

  PLAN(
      """
      Answer with the complete plan and nothing else.\
      """),

  VERDICT(
      """
      Answer with the check, one line for each constraint, and then a last line "Score: N".\
      """),

  SCORE(
      """
      Answer with one line and nothing else: "Score: N".\
      """),

  /** Of the next step of a plan that is written step by step (PlanGEN section 2.2). */
  STEP(
      """
      Answer with the next step and nothing before or after it.\
      """),

  /** Of the judgement of a plan's beginning. */
  REWARD(
      """
      Answer with the check, one line for each constraint that the steps decide, and then a last line \
      "Score: N".\
      """),

  /** Of the question whether a plan is complete (PlanGEN section 2.2). */
  COMPLETION(
      """
      Answer with one line and nothing else: "1" if the plan is complete, "0" if a step is missing.\
      """),

  /** Of how promising each algorithm is (PlanGEN section 2.1.3). */
  PRIORS(
      """
      Answer with one line for each algorithm and nothing else, of the form "best_of_n: 0.5", where the \
      number, from 0 to 1, says how likely it is that this algorithm finds a plan that satisfies every \
      constraint.\
      """);

  /**
   * How plans and judgements are written, whatever is asked for: part of every system prompt, and
   * as fixed as the rest.
   */
  public static final String CONVENTIONS =
      """
      How a plan is written. A meeting: one line of the form "Here is the proposed time: Monday, 9:00 - \
      10:00". A trip: one line for each stay and each flight, of the forms "**Day 1-5:** Visit Oslo for \
      5 days." and "**Day 5:** Fly from Oslo to Rome."; the day of a flight belongs to both cities. \
      Anything else: the form that the problem asks for.

      How a plan is written step by step. A meeting: first one line of the form "Day: Monday", then the \
      line as above. A trip: one step is one stay, and from the second stay on it begins with the flight \
      there, on a line of its own. Anything else: one step is one line or one short paragraph. The plan \
      is complete when its steps answer the problem from beginning to end, right or wrong.

      How a plan is checked. Against the problem and against each constraint, one after the other: name \
      the facts that decide, then say whether it is satisfied. A plan that breaks a constraint is wrong, \
      however good the rest is. The score N is a whole number from -100 (the plan is entirely wrong) to \
      100 (the plan satisfies every constraint). Of the beginning of a plan, only what its steps decide \
      is checked, and N is -100 if no continuation can satisfy the constraints, 100 if everything so far \
      is right.\
      """;

  private final String instruction;

  AnswerFormat(String instruction) {
    this.instruction = instruction;
  }

  /** One paragraph, without a line break at its end. */
  public String instruction() {
    return instruction;
  }
}
