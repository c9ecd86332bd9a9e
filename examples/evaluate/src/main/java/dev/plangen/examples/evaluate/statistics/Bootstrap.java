package dev.plangen.examples.evaluate.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter
 * 13), paired: what is drawn again and again, with replacement, are the things themselves, each
 * with all that was measured of it. For statistics of which no formula gives an interval. The draws
 * are the same each time.
 */
public final class Bootstrap {

  private static final int DRAWS = 10_000;

  /** How many draws lie beyond each end of an interval, with the one at the end: 2.5 %. */
  private static final int TAIL = DRAWS / 40;

  private static final long SEED = 42;

  private Bootstrap() {}

  /**
   * The 95 % intervals of some statistics.
   *
   * @param things how many there are, 1 or more
   * @param statistics their values for a sample of the things, given by their indices; always as
   *     many
   */
  public static List<Interval> intervals(int things, Function<int[], double[]> statistics) {
    var random = new SplittableRandom(SEED);
    double[][] drawn = new double[DRAWS][];
    int[] sample = new int[things];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < things; i++) {
        sample[i] = random.nextInt(things);
      }
      drawn[draw] = statistics.apply(sample);
    }
    List<Interval> intervals = new ArrayList<>();
    for (int statistic = 0; statistic < drawn[0].length; statistic++) {
      int which = statistic;
      double[] values = Arrays.stream(drawn).mapToDouble(all -> all[which]).sorted().toArray();
      intervals.add(new Interval(values[TAIL - 1], values[DRAWS - TAIL]));
    }
    return intervals;
  }
}
