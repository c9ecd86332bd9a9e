package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.report.VoteComparison.Spending;
import dev.plangen.examples.evaluate.result.Cost;
import dev.plangen.examples.evaluate.statistics.Bootstrap;
import dev.plangen.examples.evaluate.statistics.Difference;
import dev.plangen.examples.evaluate.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares rows with the majority vote that costs the same: the row's mean tokens say how many
 * candidates vote, and both shares are of the same problems. The row's cost, the vote's size and
 * both shares are computed anew for each bootstrap sample.
 */
final class EqualTokens {

  private EqualTokens() {}

  /** One comparison for each row, in their order. */
  static List<VoteComparison> compare(List<Row> rows, VoteCurve curve) {
    if (rows.isEmpty()) {
      return List.of();
    }
    int problems = rows.getFirst().size();
    List<double[]> satisfied =
        rows.stream()
            .map(row -> row.satisfied().stream().mapToDouble(right -> right ? 1 : 0).toArray())
            .toList();
    List<double[]> tokens =
        rows.stream().map(row -> row.costs().stream().mapToDouble(Cost::tokens).toArray()).toList();
    List<Interval> intervals =
        Bootstrap.intervals(
            problems,
            sample -> {
              VoteCurve.Averages votes = curve.over(sample);
              return IntStream.range(0, rows.size())
                  .mapToDouble(
                      row ->
                          mean(satisfied.get(row), sample)
                              - votes.interpolated(votes.candidates(mean(tokens.get(row), sample))))
                  .toArray();
            });
    int[] all = IntStream.range(0, problems).toArray();
    VoteCurve.Averages votes = curve.overAll();
    List<VoteComparison> comparisons = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      double budget = mean(tokens.get(row), all);
      double candidates = votes.candidates(budget);
      comparisons.add(
          new VoteComparison(
              new Difference(
                  mean(satisfied.get(row), all) - votes.interpolated(candidates),
                  intervals.get(row)),
              problems,
              candidates,
              spending(budget, votes, curve.most())));
    }
    return comparisons;
  }

  private static Spending spending(double budget, VoteCurve.Averages votes, int most) {
    if (budget > votes.tokens(most)) {
      return Spending.VOTE_SPENDS_LESS;
    }
    return budget < votes.tokens(1) ? Spending.VOTE_SPENDS_MORE : Spending.EQUAL;
  }

  private static double mean(double[] values, int[] sample) {
    double sum = 0;
    for (int i : sample) {
      sum += values[i];
    }
    return sum / sample.length;
  }
}
