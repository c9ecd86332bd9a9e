package dev.plangen.server.rpc;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Money;
import dev.plangen.server.domain.Prices;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a run may use up. */
final class BudgetMapper {

  private static final long LEAST_TOKENS = 1000;
  private static final Duration LONGEST = Duration.ofHours(24);

  /** With more than this, 10^-12 units do not fit into 64 bits. */
  private static final long MOST_UNITS = 9_000_000;

  private static final long PICOS_PER_UNIT = 1_000_000_000_000L;

  private BudgetMapper() {}

  /**
   * The budget.
   *
   * @param prices of the models that the run asks, if all have one
   * @param leastCalls without which there can be no verified plan
   */
  static Budget budget(
      Violations violations,
      dev.plangen.v1.Budget budget,
      RequestBounds bounds,
      Optional<Prices> prices,
      int leastCalls) {
    OptionalLong calls =
        budget.hasMaxModelCalls()
            ? OptionalLong.of(budget.getMaxModelCalls())
            : OptionalLong.empty();
    calls.ifPresent(
        most ->
            violations.requireRange(
                "budget.max_model_calls", most, leastCalls, bounds.modelCalls()));
    OptionalLong tokens =
        budget.hasMaxTotalTokens()
            ? OptionalLong.of(budget.getMaxTotalTokens())
            : OptionalLong.empty();
    tokens.ifPresent(
        most ->
            violations.requireRange(
                "budget.max_total_tokens",
                most,
                LEAST_TOKENS,
                bounds.totalTokens().orElse(Long.MAX_VALUE)));
    return new Budget(
        calls,
        tokens,
        budget.hasMaxCost() ? money(violations, budget.getMaxCost(), prices) : Optional.empty(),
        budget.hasSoftDeadline()
            ? softDeadline(violations, budget.getSoftDeadline())
            : Optional.empty());
  }

  private static Optional<Money> money(
      Violations violations, dev.plangen.v1.Money money, Optional<Prices> prices) {
    String field = "budget.max_cost";
    if (prices.isEmpty()) {
      violations.add(field, "must be left out: this model has no price here");
      return Optional.empty();
    }
    String currency = prices.get().currency();
    if (!money.getCurrencyCode().equals(currency)) {
      violations.add(field + ".currency_code", "must be " + currency);
    }
    violations.requireRange(field + ".units", money.getUnits(), 0, MOST_UNITS);
    violations.requireRange(field + ".nanos", money.getNanos(), 0, 999_999_999);
    if (money.getUnits() == 0 && money.getNanos() == 0) {
      violations.add(field, "must be more than 0");
    }
    return violations.isEmpty()
        ? Optional.of(
            new Money(money.getUnits() * PICOS_PER_UNIT + money.getNanos() * 1000L, currency))
        : Optional.empty();
  }

  private static Optional<Duration> softDeadline(
      Violations violations, com.google.protobuf.Duration after) {
    return RunTermsMapper.duration(
        violations, "budget.soft_deadline", after, Duration.ofNanos(1), LONGEST);
  }
}
