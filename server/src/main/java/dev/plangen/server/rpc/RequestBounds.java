package dev.plangen.server.rpc;

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

  /** How many candidates a request gets that asks for no number. */
  int usualCandidates() {
    return Math.min(BestOfN.DEFAULT_CANDIDATES, candidates);
  }
}
