package dev.plangen.examples.evaluate.statistics;

/**
 * The score interval of a share (Wilson 1927), which Brown, Cai and DasGupta (Interval Estimation
 * for a Binomial Proportion, Statistical Science 16, 2001) recommend, for small numbers above all.
 */
public final class Wilson {

  /** The 97.5 % point of the normal distribution. */
  private static final double Z = 1.959963984540054;

  private Wilson() {}

  /**
   * The 95 % interval.
   *
   * @param successes 0 to {@code trials}
   * @param trials 1 or more
   */
  public static Interval interval(int successes, int trials) {
    if (successes < 0 || trials < 1 || successes > trials) {
      throw new IllegalArgumentException(successes + " of " + trials);
    }
    double share = (double) successes / trials;
    double square = Z * Z / trials;
    double middle = (share + square / 2) / (1 + square);
    double half =
        Z / (1 + square) * Math.sqrt(share * (1 - share) / trials + square / (4 * trials));
    // The bounds of none and of all are exact; rounding must not put the share outside.
    return new Interval(
        successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half);
  }
}
