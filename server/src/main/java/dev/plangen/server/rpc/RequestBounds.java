package dev.plangen.server.rpc;

import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.planning.algorithm.BestOfN;
import java.util.OptionalLong;

/**
 * What the operator lets a request ask for; never more than the contract does.
 *
 * @param candidates of one solve
 * @param modelCalls of one run
 * @param totalTokens of one run; empty for any number
 * @param outputTokens of one call
 * @param inputBytes of a problem, a prompt or a plan
 */
public record RequestBounds(
    int candidates, long modelCalls, OptionalLong totalTokens, int outputTokens, int inputBytes) {

  /** Ids, labels, numbers, and the tags of constraints, of whichever request has the most. */
  private static final int ALL_ELSE = 16_384;

  /**
   * No valid request is longer: VerifyPlan's has a problem, a plan and constraints. One that is
   * half sent takes so much, and everybody may send one.
   */
  public static final int LONGEST_REQUEST =
      2 * TextBounds.INPUT_BYTES + TextBounds.CONSTRAINTS_BYTES + ALL_ELSE;

  /** How many candidates a request gets that asks for no number. */
  int usualCandidates() {
    return Math.min(BestOfN.DEFAULT_CANDIDATES, candidates);
  }
}
