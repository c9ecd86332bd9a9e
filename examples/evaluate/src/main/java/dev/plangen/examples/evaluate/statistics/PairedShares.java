package dev.plangen.examples.evaluate.statistics;

import java.util.List;

/**
 * The difference between two shares of the same things: method 10 of Newcombe (Improved confidence
 * intervals for the difference between binomial proportions based on paired data, Statistics in
 * Medicine 17, 1998), which needs no large numbers and has a width where no pair differs.
 *
 * @param both how many succeeded both times
 * @param firstOnly how many succeeded the first time only
 * @param secondOnly how many succeeded the second time only
 * @param neither how many succeeded at no time
 */
public record PairedShares(int both, int firstOnly, int secondOnly, int neither) {

  public PairedShares {
    if (Math.min(Math.min(both, firstOnly), Math.min(secondOnly, neither)) < 0
        || both + firstOnly + secondOnly + neither == 0) {
      throw new IllegalArgumentException(
          "no pairs: %d, %d, %d, %d".formatted(both, firstOnly, secondOnly, neither));
    }
  }

  /** Counts pairs; both lists are about the same things in the same order. */
  public static PairedShares of(List<Boolean> first, List<Boolean> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(first.size() + " and " + second.size());
    }
    int[] counts = new int[4];
    for (int i = 0; i < first.size(); i++) {
      counts[(first.get(i) ? 0 : 2) + (second.get(i) ? 0 : 1)]++;
    }
    return new PairedShares(counts[0], counts[1], counts[2], counts[3]);
  }

  /** First less second. */
  public Difference difference() {
    int n = both + firstOnly + secondOnly + neither;
    double first = (double) (both + firstOnly) / n;
    double second = (double) (both + secondOnly) / n;
    Interval firstInterval = Wilson.interval(both + firstOnly, n);
    Interval secondInterval = Wilson.interval(both + secondOnly, n);
    double estimate = (double) (firstOnly - secondOnly) / n;
    double below = distance(first - firstInterval.low(), secondInterval.high() - second);
    double above = distance(firstInterval.high() - first, second - secondInterval.low());
    return new Difference(
        estimate, new Interval(Math.max(-1, estimate - below), Math.min(1, estimate + above)));
  }

  private double distance(double a, double b) {
    // Never negative but by rounding.
    return Math.sqrt(Math.max(0, a * a - 2 * correlation() * a * b + b * b));
  }

  /** The phi coefficient, with Newcombe's correction where it is positive. */
  private double correlation() {
    double margins =
        (double) (both + firstOnly)
            * (secondOnly + neither)
            * (both + secondOnly)
            * (firstOnly + neither);
    if (margins == 0) {
      return 0;
    }
    double excess = (double) both * neither - (double) firstOnly * secondOnly;
    double half = (both + firstOnly + secondOnly + neither) / 2.0;
    double corrected = excess > half ? excess - half : Math.min(excess, 0);
    return corrected / Math.sqrt(margins);
  }
}
