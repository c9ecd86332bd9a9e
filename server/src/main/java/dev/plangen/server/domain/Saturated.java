package dev.plangen.server.domain;

/**
 * Sums and products that stop at the ends of {@code long} instead of going round: for what models
 * report, for which nobody vouches.
 */
public final class Saturated {

  private Saturated() {}

  public static long sum(long a, long b) {
    long sum = a + b;
    boolean wrapped = ((a ^ sum) & (b ^ sum)) < 0;
    return wrapped ? end(a < 0) : sum;
  }

  public static long product(long a, long b) {
    long low = a * b;
    boolean fits = Math.multiplyHigh(a, b) == low >> 63;
    return fits ? low : end((a ^ b) < 0);
  }

  private static long end(boolean negative) {
    return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
