package dev.plangen.server.llm.offline;

import java.util.Optional;

/** Writes plans and steps of plans, with the errors of a model. Used by one thread. */
final class Author {

  /** Enough to come upon another error wherever there are two. */
  private static final int ATTEMPTS = 32;

  private final Problem problem;
  private final double errorRate;
  private final Noise noise;

  /** What must not be written again. */
  private final Optional<String> mistake;

  /**
   * @param errorRate probability that a plan is wrong, however it is written
   * @param earlier a plan that was made before
   */
  Author(Problem problem, double errorRate, Noise noise, Optional<String> earlier) {
    this.problem = problem;
    this.errorRate = errorRate;
    this.noise = noise;
    mistake = earlier.filter(plan -> !problem.judge(plan).accepts());
  }

  String plan() {
    if (noise.strikes(errorRate)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        String plan = problem.wrongPlan(noise);
        if (!isMistake(plan)) {
          return plan;
        }
      }
    }
    return problem.plan();
  }

  /**
   * The step after those that are there. It errs at a rate with which, over all steps of a plan
   * that can go wrong, one error or more is as likely as in a plan that is written at once.
   */
  String step(String steps) {
    Draft draft = problem.draft(steps);
    if (draft.isComplete()) {
      return Draft.END;
    }
    double rate = 1 - Math.pow(1 - errorRate, 1.0 / draft.chancesToSlip());
    String step = noise.strikes(rate) ? slip(draft) : draft.next(noise);
    // Only the last step of a plan that is wrong already, or errs here, can make it the same again.
    for (int i = 0; i < ATTEMPTS && isMistake(steps + "\n" + step); i++) {
      step = slip(draft);
    }
    if (!isMistake(steps + "\n" + step)) {
      return step;
    }
    String next = draft.next(noise);
    return isMistake(steps + "\n" + next) ? NoPlan.STATEMENT : next;
  }

  private String slip(Draft draft) {
    return draft.slip(noise).orElseGet(() -> draft.next(noise));
  }

  private boolean isMistake(String plan) {
    return mistake.filter(wrong -> problem.areSame(plan, wrong)).isPresent();
  }
}
