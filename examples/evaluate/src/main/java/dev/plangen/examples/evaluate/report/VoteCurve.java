package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.result.Result;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Majority votes of 1, 2, 3 … candidates: how often they are right, and what they cost. Costs were
 * measured for some numbers of candidates; between these they are interpolated for each problem,
 * since independent candidates cost the same on average.
 */
final class VoteCurve {

  /** By number of candidates less 1, then by problem. */
  private final double[][] satisfied;

  private final double[][] tokens;

  private VoteCurve(double[][] satisfied, double[][] tokens) {
    this.satisfied = satisfied;
    this.tokens = tokens;
  }

  /**
   * The votes among the largest set of samples.
   *
   * @param measured the results by number of candidates, of the same problems in the same order; at
   *     least one number
   */
  static VoteCurve of(NavigableMap<Integer, List<Result>> measured) {
    int most = measured.lastKey();
    List<Result> all = measured.lastEntry().getValue();
    double[][] satisfied = new double[most][all.size()];
    double[][] tokens = new double[most][all.size()];
    for (int problem = 0; problem < all.size(); problem++) {
      NavigableMap<Integer, Double> known = new TreeMap<>();
      for (var entry : measured.entrySet()) {
        known.put(entry.getKey(), (double) entry.getValue().get(problem).cost().tokens());
      }
      for (int count = 1; count <= most; count++) {
        boolean right = Ballot.winner(Ballot.first(count, all.get(problem).samples())).satisfied();
        satisfied[count - 1][problem] = right ? 1 : 0;
        tokens[count - 1][problem] = interpolated(known, count);
      }
    }
    return new VoteCurve(satisfied, tokens);
  }

  private static double interpolated(NavigableMap<Integer, Double> known, int count) {
    var above = known.ceilingEntry(count);
    var below = known.floorEntry(count);
    if (below == null) {
      return above.getValue() * count / above.getKey();
    }
    if (above.getKey().equals(below.getKey())) {
      return below.getValue();
    }
    double way = (double) (count - below.getKey()) / (above.getKey() - below.getKey());
    return below.getValue() + way * (above.getValue() - below.getValue());
  }

  /** The most candidates that voted. */
  int most() {
    return satisfied.length;
  }

  /** The averages over some of the problems, given by their indices, which may be repeated. */
  Averages over(int[] problems) {
    return new Averages(averages(satisfied, problems), averages(tokens, problems));
  }

  /** The averages over all problems. */
  Averages overAll() {
    return over(IntStream.range(0, satisfied[0].length).toArray());
  }

  private static double[] averages(double[][] values, int[] problems) {
    double[] averages = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double[] row = values[i];
      double sum = 0;
      for (int problem : problems) {
        sum += row[problem];
      }
      averages[i] = sum / problems.length;
    }
    return averages;
  }

  /** The curve itself: by number of candidates less 1. */
  static final class Averages {

    private final double[] satisfied;
    private final double[] tokens;

    private Averages(double[] satisfied, double[] tokens) {
      this.satisfied = satisfied;
      this.tokens = tokens;
    }

    /** The share of problems that a vote of {@code count} candidates solves. */
    double satisfied(int count) {
      return satisfied[count - 1];
    }

    /** What such a vote costs. */
    double tokens(int count) {
      return tokens[count - 1];
    }

    /**
     * How many candidates cost {@code budget}: between whole numbers by the place of the budget
     * between their costs; 1 at the least, and at most as many as voted.
     */
    double candidates(double budget) {
      if (budget <= tokens[0]) {
        return 1;
      }
      for (int i = 1; i < tokens.length; i++) {
        if (budget < tokens[i]) {
          return i + (budget - tokens[i - 1]) / (tokens[i] - tokens[i - 1]);
        }
      }
      return tokens.length;
    }

    /** The share of problems solved by so many candidates, likewise between whole numbers. */
    double interpolated(double candidates) {
      int whole = (int) candidates;
      double part = candidates - whole;
      return part == 0
          ? satisfied(whole)
          : (1 - part) * satisfied(whole) + part * satisfied(whole + 1);
    }
  }
}
