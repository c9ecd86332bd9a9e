package dev.plangen.server.domain;

/**
 * What the tokens of a model cost, each in 10<sup>-12</sup> of the currency's unit. Prices are
 * quoted per million tokens; one with up to 6 decimals is then a whole number, so that sums are
 * exact: 0.15 USD per million input tokens are 150,000.
 *
 * @param inputPicos of an input token that was not in the provider's cache; 0 or more
 * @param cachedInputPicos of an input token that was; 0 or more
 * @param outputPicos of an output token, reasoning included; 0 or more
 * @param currency ISO 4217, three upper-case letters
 */
public record Prices(long inputPicos, long cachedInputPicos, long outputPicos, String currency) {}
