package dev.plangen.server.run;

import dev.plangen.server.domain.Money;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.Saturated;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TokenCount;
import java.util.Optional;
import java.util.OptionalLong;

/** What model calls use up, each in a unit of its own. */
enum Resource {
  CALLS(StopCause.MODEL_CALLS) {
    @Override
    Rates rates(Optional<Prices> prices) {
      return new Rates(1, 0, 0);
    }
  },
  TOKENS(StopCause.TOTAL_TOKENS) {
    @Override
    Rates rates(Optional<Prices> prices) {
      return new Rates(0, 1, 1);
    }
  },
  /** In the unit of {@link Money#picos}. */
  MONEY(StopCause.COST) {
    @Override
    Rates rates(Optional<Prices> prices) {
      return prices
          .map(known -> new Rates(0, known.inputPicos(), known.outputPicos()))
          .orElse(new Rates(0, 0, 0));
    }

    // What was read from a cache costs less.
    @Override
    long used(Optional<Prices> prices, long input, long output, TokenCount reported) {
      var tokens =
          new TokenCount(
              OptionalLong.of(input),
              reported.cachedInput(),
              OptionalLong.of(output),
              OptionalLong.empty());
      return prices.flatMap(known -> known.of(tokens)).map(Money::picos).orElse(0L);
    }
  };

  private final StopCause stopCause;

  Resource(StopCause stopCause) {
    this.stopCause = stopCause;
  }

  StopCause stopCause() {
    return stopCause;
  }

  /** How much a request, a token read and a token written use up. */
  record Rates(long perCall, long perInput, long perOutput) {
    long amount(long calls, long input, long output) {
      return Saturated.sum(
          Saturated.product(calls, perCall),
          Saturated.sum(Saturated.product(input, perInput), Saturated.product(output, perOutput)));
    }
  }

  abstract Rates rates(Optional<Prices> prices);

  /** What one request has used up; {@code input} and {@code output} are estimates where needed. */
  long used(Optional<Prices> prices, long input, long output, TokenCount reported) {
    return rates(prices).amount(1, input, output);
  }
}
