package dev.plangen.server.verify.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * An exact number, in lowest terms. What would become too large is no result: nobody is served by a
 * thousand digits, and numbers that grow with every operation would cost more and more time.
 *
 * @param denominator greater than 0
 */
record Rational(BigInteger numerator, BigInteger denominator) {

  private static final int MOST_BITS = 2_048;
  private static final int MOST_DIGITS = 30;
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  /** Empty if it is too large. */
  private static Optional<Rational> of(BigInteger numerator, BigInteger denominator) {
    if (numerator.bitLength() > MOST_BITS || denominator.bitLength() > MOST_BITS) {
      return Optional.empty();
    }
    BigInteger common = numerator.gcd(denominator);
    BigInteger divisor = denominator.signum() < 0 ? common.negate() : common;
    return Optional.of(new Rational(numerator.divide(divisor), denominator.divide(divisor)));
  }

  /**
   * @param decimal digits, perhaps with a point
   */
  static Optional<Rational> of(String decimal) {
    if (decimal.length() > MOST_BITS / 4) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(decimal);
    return of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  Optional<Rational> plus(Rational other) {
    return of(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Optional<Rational> minus(Rational other) {
    return plus(other.negated());
  }

  Optional<Rational> times(Rational other) {
    return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** Empty for 0 too. */
  Optional<Rational> dividedBy(Rational other) {
    return other.numerator.signum() == 0
        ? Optional.empty()
        : of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  Optional<Rational> hundredth() {
    return of(numerator, denominator.multiply(HUNDRED));
  }

  /** Empty if the exponent is not whole, or the result is too large or none. */
  Optional<Rational> toThePower(Rational exponent) {
    if (!exponent.denominator.equals(BigInteger.ONE) || exponent.numerator.bitLength() > 16) {
      return Optional.empty();
    }
    int power = exponent.numerator.intValueExact();
    long bits = Math.max(numerator.bitLength(), denominator.bitLength());
    if (bits * Math.abs(power) > MOST_BITS || (power <= 0 && numerator.signum() == 0)) {
      return Optional.empty();
    }
    BigInteger above = numerator.pow(Math.abs(power));
    BigInteger below = denominator.pow(Math.abs(power));
    return power < 0 ? of(below, above) : of(above, below);
  }

  Rational negated() {
    return new Rational(numerator.negate(), denominator);
  }

  /** Whether another number with so many decimals is this one, rounded to nearest or cut off. */
  boolean isRoundedTo(Rational other, int decimals) {
    BigInteger common = denominator.multiply(other.denominator);
    BigInteger off =
        other
            .numerator
            .multiply(denominator)
            .subtract(numerator.multiply(other.denominator))
            .multiply(BigInteger.TEN.pow(decimals));
    boolean nearest = off.abs().shiftLeft(1).compareTo(common) <= 0;
    boolean cutOff = off.signum() == -numerator.signum() && off.abs().compareTo(common) < 0;
    return nearest || cutOff;
  }

  /** As a decimal where that is short and exact, else as a fraction. */
  String text() {
    if (denominator.equals(BigInteger.ONE)) {
      return numerator.toString();
    }
    int twos = denominator.getLowestSetBit();
    BigInteger rest = denominator.shiftRight(twos);
    int fives = 0;
    BigInteger five = BigInteger.valueOf(5);
    while (fives <= MOST_DIGITS && rest.mod(five).signum() == 0) {
      rest = rest.divide(five);
      fives++;
    }
    return rest.equals(BigInteger.ONE) && Math.max(twos, fives) <= MOST_DIGITS
        ? new BigDecimal(numerator)
            .divide(new BigDecimal(denominator))
            .stripTrailingZeros()
            .toPlainString()
        : numerator + "/" + denominator;
  }
}
