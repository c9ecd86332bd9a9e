package dev.plangen.server.domain;

/**
 * What the model calls of a run have cost so far.
 *
 * @param calls requests sent, retries and repairs included
 * @param reports how many of them have reported their tokens
 * @param tokens the sum of what was reported; a count that none reported is empty
 */
public record RunCost(long calls, long reports, TokenCount tokens) {

  public static final RunCost NOTHING = new RunCost(0, 0, TokenCount.UNKNOWN);

  public RunCost plusCall() {
    return new RunCost(calls + 1, reports, tokens);
  }

  public RunCost plusReport(TokenCount report) {
    return report.isUnknown() ? this : new RunCost(calls, reports + 1, tokens.plus(report));
  }
}
