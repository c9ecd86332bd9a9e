package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Saturated;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.VerdictNeeds;

/**
 * What the calls about one candidate may use up: the one that writes its plan, and the questions
 * about it afterwards, whose prompts hold the plan.
 *
 * <p>How long their texts may be is said by one level: each may have so many tokens, but no more
 * than it asks for.
 *
 * @param promptBytes of all these calls together, but for the plan where that is yet to be written
 * @param planTokens the most that the plan may have; 0 if it is written
 * @param questions how many there are
 * @param answerTokens the most that the answer to each may have
 */
record CandidateNeeds(
    CallKey candidate, long promptBytes, int planTokens, int questions, int answerTokens) {

  /** Below this a text is hardly ever of use. */
  static final int LEAST_OUTPUT_TOKENS = 256;

  /**
   * Of a candidate that is yet to be written.
   *
   * @param mostTokens that any call may write
   */
  static CandidateNeeds of(ModelCall plan, VerdictNeeds verdict, int mostTokens) {
    return new CandidateNeeds(
        plan.key(),
        plan.prompt().bytes() + verdict.promptBytes(),
        Math.min(plan.outputTokens(), mostTokens),
        1,
        Math.min(verdict.outputTokens(), mostTokens));
  }

  /** Of one that is written, in so many bytes. */
  static CandidateNeeds ofWritten(
      CallKey candidate, int planBytes, VerdictNeeds verdict, int mostTokens) {
    return new CandidateNeeds(
        candidate,
        verdict.promptBytes() + planBytes,
        0,
        1,
        Math.min(verdict.outputTokens(), mostTokens));
  }

  /** The lowest level that is of use. */
  int leastLevel() {
    return Math.min(LEAST_OUTPUT_TOKENS, Math.max(planTokens, answerTokens));
  }

  /** The same with shorter texts. */
  CandidateNeeds atMost(long level) {
    return new CandidateNeeds(
        candidate,
        promptBytes,
        (int) Math.min(level, planTokens),
        questions,
        (int) Math.min(level, answerTokens));
  }

  /**
   * How much of a resource is used up by texts as long as {@code level} lets them be.
   *
   * @param promptTokens estimate of the prompts
   */
  long amount(Resource.Rates rates, long promptTokens, long level) {
    long plan = Math.min(level, planTokens);
    long answers = questions * Math.min(level, answerTokens);
    int calls = (planTokens > 0 ? 1 : 0) + questions;
    return rates.amount(calls, promptTokens + questions * plan, plan + answers);
  }

  /** The highest level that {@code most} pays for; negative if it pays for none. */
  long level(Resource.Rates rates, long promptTokens, long most) {
    long rest = Saturated.sum(most, -amount(rates, promptTokens, 0));
    if (rest < 0) {
      return -1;
    }
    // As long as both grow with the level, and then where only the longer one does.
    int shorter = Math.min(planTokens, answerTokens);
    long ofBoth = rates.amount(0, questions, 1 + questions);
    if (ofBoth > 0 && rest / ofBoth <= shorter) {
      return rest / ofBoth;
    }
    long ofLonger =
        planTokens > answerTokens ? rates.amount(0, questions, 1) : rates.amount(0, 0, questions);
    return ofLonger > 0 ? shorter + (rest - shorter * ofBoth) / ofLonger : Long.MAX_VALUE;
  }
}
