package dev.plangen.server.domain;

import java.util.Optional;

/**
 * What calls of models have cost.
 *
 * @param calls requests sent, retries and repairs included
 * @param reports how many of them have reported their tokens
 * @param tokens the sum of what was reported; a count that none reported is empty
 * @param money the price of that; empty while none is known
 */
public record Spending(long calls, long reports, TokenCount tokens, Optional<Money> money) {

  public static final Spending NOTHING = new Spending(0, 0, TokenCount.UNKNOWN, Optional.empty());

  Spending plusCall() {
    return new Spending(calls + 1, reports, tokens, money);
  }

  Spending plusReport(TokenCount report, Optional<Prices> prices) {
    return report.isUnknown()
        ? this
        : new Spending(calls, reports + 1, tokens.plus(report), plus(prices, report));
  }

  private Optional<Money> plus(Optional<Prices> prices, TokenCount report) {
    Optional<Money> more = prices.flatMap(known -> known.of(report));
    return money.isPresent() && more.isPresent()
        ? Optional.of(money.get().plus(more.get()))
        : money.or(() -> more);
  }
}
