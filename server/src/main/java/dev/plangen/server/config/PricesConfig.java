package dev.plangen.server.config;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a model's tokens cost: the price of a million of them, 0 to 1,000,000, with at most 6
 * decimals.
 *
 * @param input of input tokens that are not in the provider's cache
 * @param cachedInput of those that are; as {@code input} by default
 * @param output of output tokens, reasoning included
 * @param currency ISO 4217, the same for all models; USD by default
 */
public record PricesConfig(
    Optional<BigDecimal> input,
    Optional<BigDecimal> cachedInput,
    Optional<BigDecimal> output,
    Optional<String> currency) {

  public static final String DEFAULT_CURRENCY = "USD";
}
