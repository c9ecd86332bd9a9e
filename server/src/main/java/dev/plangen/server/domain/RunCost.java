package dev.plangen.server.domain;

import java.util.Optional;

/**
 * What the model calls of a run have cost so far.
 *
 * @param calls requests sent, retries and repairs included
 * @param reports how many of them have reported their tokens
 * @param tokens the sum of what was reported; a count that none reported is empty
 * @param money the price of that; empty while none is known
 * @param takenOver what the calls had cost, where they were made, that were not made here
 */
public record RunCost(
    long calls, long reports, TokenCount tokens, Optional<Money> money, TakenOver takenOver) {

  /** Calls of another run, and what they had reported. */
  public record TakenOver(long calls, TokenCount tokens) {

    public static final TakenOver NONE = new TakenOver(0, TokenCount.UNKNOWN);

    private TakenOver plus(TokenCount more) {
      return new TakenOver(calls + 1, tokens.plus(more));
    }
  }

  public static final RunCost NOTHING =
      new RunCost(0, 0, TokenCount.UNKNOWN, Optional.empty(), TakenOver.NONE);

  public RunCost plusCall() {
    return new RunCost(calls + 1, reports, tokens, money, takenOver);
  }

  /** A call was not made, because another run had made it. */
  public RunCost plusTakenOver(TokenCount report) {
    return new RunCost(calls, reports, tokens, money, takenOver.plus(report));
  }

  /**
   * A call has ended.
   *
   * @param prices of its model, if they are known
   */
  public RunCost plusReport(TokenCount report, Optional<Prices> prices) {
    return report.isUnknown()
        ? this
        : new RunCost(calls, reports + 1, tokens.plus(report), plus(prices, report), takenOver);
  }

  private Optional<Money> plus(Optional<Prices> prices, TokenCount report) {
    Optional<Money> more = prices.flatMap(known -> known.of(report));
    return money.isPresent() && more.isPresent()
        ? Optional.of(money.get().plus(more.get()))
        : money.or(() -> more);
  }
}
