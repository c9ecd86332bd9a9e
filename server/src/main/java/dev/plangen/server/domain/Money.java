package dev.plangen.server.domain;

/**
 * An amount of money.
 *
 * @param picos in 10^-12 of the currency's unit, so that the price of a single token is a whole
 *     number
 * @param currency ISO 4217
 */
public record Money(long picos, String currency) {

  /**
   * The sum; at most what a {@code long} holds.
   *
   * @throws IllegalArgumentException if the currencies differ: there is no sum then
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(currency + " and " + other.currency + " have no sum");
    }
    return new Money(Saturated.sum(picos, other.picos), currency);
  }
}
