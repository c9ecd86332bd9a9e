package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.Saturated;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * What the calls about one candidate may use up: the one that writes its plan, and the questions
 * about it afterwards, whose prompts hold the plan.
 *
 * <p>How long their texts may be is said by one level: each may have so many tokens, but no more
 * than it asks for.
 *
 * @param plan what writing it takes; {@link Calls#NONE} if it is written
 * @param questions what asking about it takes
 */
record CandidateNeeds(CallKey candidate, Calls plan, Calls questions) {

  /** Below this a text is hardly ever of use. */
  static final int LEAST_OUTPUT_TOKENS = 256;

  /**
   * Calls of one model.
   *
   * @param promptBytes of all of them together, but for a plan that is yet to be written
   * @param outputTokens the most that each may write
   */
  record Calls(int count, long promptBytes, int outputTokens, Optional<Prices> prices) {

    static final Calls NONE = new Calls(0, 0, 0, Optional.empty());

    Calls atMost(long tokens) {
      return new Calls(count, promptBytes, (int) Math.min(tokens, outputTokens), prices);
    }
  }

  /** The lowest level that is of use. */
  int leastLevel() {
    return Math.min(LEAST_OUTPUT_TOKENS, mostLevel());
  }

  /** The lowest level at which no text has to be shorter than is asked for. */
  int mostLevel() {
    return Math.max(plan.outputTokens, questions.outputTokens);
  }

  /** The same with shorter texts. */
  CandidateNeeds atMost(long level) {
    return new CandidateNeeds(candidate, plan.atMost(level), questions.atMost(level));
  }

  /**
   * How much of a resource is used up by texts as long as {@code level} lets them be.
   *
   * @param tokens estimates how many tokens so many bytes of a prompt are
   */
  long amount(Resource resource, LongUnaryOperator tokens, long level) {
    long written = Math.min(level, plan.outputTokens);
    long answered = Math.min(level, questions.outputTokens);
    return Saturated.sum(
        resource
            .rates(plan.prices)
            .amount(plan.count, tokens.applyAsLong(plan.promptBytes), written),
        resource
            .rates(questions.prices)
            .amount(
                questions.count,
                tokens.applyAsLong(questions.promptBytes) + questions.count * written,
                questions.count * answered));
  }

  /** How much of a resource one of the questions uses up, on average, at the most. */
  long amountOfQuestion(Resource resource, LongUnaryOperator tokens) {
    return questions.count == 0
        ? 0
        : resource
            .rates(questions.prices)
            .amount(
                1,
                tokens.applyAsLong(questions.promptBytes) / questions.count + plan.outputTokens,
                questions.outputTokens);
  }

  /** The highest level that {@code most} pays for; negative if it pays for none. */
  long level(Resource resource, LongUnaryOperator tokens, long most) {
    long rest = Saturated.sum(most, -amount(resource, tokens, 0));
    if (rest < 0) {
      return -1;
    }
    // As long as both grow with the level, and then where only the longer one does.
    int shorter = Math.min(plan.outputTokens, questions.outputTokens);
    Resource.Rates asking = resource.rates(questions.prices);
    long ofPlan =
        Saturated.sum(
            resource.rates(plan.prices).perOutput(), asking.amount(0, questions.count, 0));
    long ofAnswers = asking.amount(0, 0, questions.count);
    long ofBoth = Saturated.sum(ofPlan, ofAnswers);
    if (ofBoth > 0 && rest / ofBoth <= shorter) {
      return rest / ofBoth;
    }
    long ofLonger = plan.outputTokens > questions.outputTokens ? ofPlan : ofAnswers;
    return ofLonger > 0 ? shorter + (rest - shorter * ofBoth) / ofLonger : Long.MAX_VALUE;
  }
}
