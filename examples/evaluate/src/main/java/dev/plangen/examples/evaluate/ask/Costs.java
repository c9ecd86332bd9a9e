package dev.plangen.examples.evaluate.ask;

import dev.plangen.examples.evaluate.result.Cost;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.v1.TakenOver;
import dev.plangen.v1.Usage;
import java.util.Optional;

/** What runs cost, from what the server tells. */
final class Costs {

  private Costs() {}

  /** What a run has paid for itself. */
  static Cost paid(Usage usage, double seconds) {
    return new Cost(
        usage.getModelCalls(),
        usage.getInputTokens(),
        usage.getCachedInputTokens(),
        usage.getOutputTokens(),
        seconds,
        usage.getCallsWithoutUsage());
  }

  /**
   * What it would have cost by itself: with what the calls had cost that it took over from its
   * base. How long these took there is not told; it is estimated as their share of all tokens that
   * were written for the base.
   */
  static Cost whole(Usage usage, double seconds, Optional<Result> base) {
    TakenOver taken = usage.getTakenOver();
    double share =
        base.map(Result::cost)
            .filter(cost -> cost.output() > 0)
            .map(cost -> Math.min(1, (double) taken.getOutputTokens() / cost.output()))
            .orElse(0.0);
    return paid(usage, seconds)
        .plus(
            new Cost(
                taken.getModelCalls(),
                taken.getInputTokens(),
                taken.getCachedInputTokens(),
                taken.getOutputTokens(),
                base.map(result -> result.cost().seconds() * share).orElse(0.0),
                0));
  }
}
