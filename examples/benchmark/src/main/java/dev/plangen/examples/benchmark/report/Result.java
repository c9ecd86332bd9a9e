package dev.plangen.examples.benchmark.report;

import java.util.List;

/**
 * A figure as it was measured.
 *
 * @param unit empty for a ratio
 * @param rounds one value for each round; at least one
 * @param notes what is worth knowing beside it: absolute values, bottlenecks
 */
public record Result(
    String figure, String unit, Goal goal, List<Double> rounds, List<String> notes) {

  public Result {
    rounds = List.copyOf(rounds);
    notes = List.copyOf(notes);
  }

  public double median() {
    return Samples.median(values());
  }

  public double min() {
    return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double max() {
    return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  public boolean met() {
    return goal.met(median());
  }

  private double[] values() {
    return rounds.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
