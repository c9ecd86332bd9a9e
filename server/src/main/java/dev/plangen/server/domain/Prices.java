package dev.plangen.server.domain;

import java.util.Optional;

/**
 * What a model's tokens cost.
 *
 * @param inputPicos price of one token read, in 10^-12 of the currency's unit: a price per million
 *     tokens with at most six decimals is a whole number of these
 * @param cachedInputPicos likewise, of one read from the provider's prefix cache
 * @param outputPicos likewise, of one written, reasoning included
 * @param currency ISO 4217
 */
public record Prices(long inputPicos, long cachedInputPicos, long outputPicos, String currency) {

  /**
   * What {@code tokens} cost. Empty if the provider reported neither input nor output: unknown is
   * never 0. What it did not tell apart as cached is counted at the full price.
   */
  public Optional<Money> of(TokenCount tokens) {
    if (tokens.input().isEmpty() && tokens.output().isEmpty()) {
      return Optional.empty();
    }
    long cached = tokens.cachedInput().orElse(0);
    long uncached = Math.max(0, tokens.input().orElse(0) - cached);
    return Optional.of(
        new Money(Saturated.product(uncached, inputPicos), currency)
            .plus(new Money(Saturated.product(cached, cachedInputPicos), currency))
            .plus(new Money(Saturated.product(tokens.output().orElse(0), outputPicos), currency)));
  }
}
