package dev.plangen.examples.benchmark.report;

import java.util.Arrays;

/** What was measured several times. */
public final class Samples {

  private Samples() {}

  public static double median(double[] values) {
    double[] sorted = sorted(values);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The least value that at least the share {@code rank} of all values does not exceed.
   *
   * @param rank above 0, up to 1
   */
  public static double percentile(double[] values, double rank) {
    double[] sorted = sorted(values);
    return sorted[Math.max(0, (int) Math.ceil(rank * sorted.length) - 1)];
  }

  private static double[] sorted(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
