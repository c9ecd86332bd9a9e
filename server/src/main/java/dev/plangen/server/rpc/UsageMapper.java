package dev.plangen.server.rpc;

import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.Spending;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.v1.ModelUsage;
import dev.plangen.v1.Money;
import dev.plangen.v1.TakenOver;
import dev.plangen.v1.Usage;

/** Tells what model calls have cost. */
final class UsageMapper {

  private UsageMapper() {}

  static Usage usage(RunCost cost) {
    TokenCount tokens = cost.tokens();
    Usage.Builder usage =
        Usage.newBuilder()
            .setModelCalls(cost.calls())
            .setCallsWithoutUsage(cost.calls() - cost.reports());
    tokens.input().ifPresent(usage::setInputTokens);
    tokens.cachedInput().ifPresent(usage::setCachedInputTokens);
    tokens.output().ifPresent(usage::setOutputTokens);
    tokens.reasoning().ifPresent(usage::setReasoningTokens);
    cost.money().map(UsageMapper::money).ifPresent(usage::setCost);
    if (cost.models().size() > 1) {
      usage.addAllModels(cost.models().stream().map(UsageMapper::ofModel).toList());
    }
    if (cost.takenOver().calls() > 0) {
      usage.setTakenOver(takenOver(cost.takenOver()));
    }
    return usage.build();
  }

  private static ModelUsage ofModel(RunCost.OfModel cost) {
    Spending spending = cost.spending();
    TokenCount tokens = spending.tokens();
    ModelUsage.Builder part =
        ModelUsage.newBuilder()
            .setModel(cost.model())
            .setModelCalls(spending.calls())
            .setCallsWithoutUsage(spending.calls() - spending.reports());
    tokens.input().ifPresent(part::setInputTokens);
    tokens.cachedInput().ifPresent(part::setCachedInputTokens);
    tokens.output().ifPresent(part::setOutputTokens);
    tokens.reasoning().ifPresent(part::setReasoningTokens);
    spending.money().map(UsageMapper::money).ifPresent(part::setCost);
    return part.build();
  }

  private static TakenOver takenOver(RunCost.TakenOver calls) {
    TokenCount tokens = calls.tokens();
    TakenOver.Builder takenOver = TakenOver.newBuilder().setModelCalls(calls.calls());
    tokens.input().ifPresent(takenOver::setInputTokens);
    tokens.cachedInput().ifPresent(takenOver::setCachedInputTokens);
    tokens.output().ifPresent(takenOver::setOutputTokens);
    tokens.reasoning().ifPresent(takenOver::setReasoningTokens);
    return takenOver.build();
  }

  private static Money money(dev.plangen.server.domain.Money money) {
    long nanos = Math.floorDiv(money.picos() + 500, 1000);
    return Money.newBuilder()
        .setCurrencyCode(money.currency())
        .setUnits(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }
}
