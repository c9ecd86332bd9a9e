package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.result.Cost;
import dev.plangen.examples.evaluate.statistics.Difference;
import dev.plangen.examples.evaluate.statistics.Interval;
import dev.plangen.examples.evaluate.statistics.PairedShares;
import dev.plangen.examples.evaluate.statistics.Wilson;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A row of a table. Shares are from 0 to 1; costs are means over the problems.
 *
 * @param n problems
 * @param exact share of plans that state what the golden plan states
 * @param satisfied share of plans that pass the sound check
 * @param againstSingle satisfied, less that of the single sample; empty of the single sample itself
 * @param againstVote satisfied, less that of a majority vote at equal tokens; only of searches
 * @param tokens read and written, cached ones included
 * @param cached part of {@code tokens}
 * @param tokensPerSolved all tokens of the row by the problems that it solved; empty if it solved
 *     none
 * @param failed runs that failed; they count as not satisfied
 * @param unread plans of which the sound check could not tell; likewise
 * @param unreported whether calls have not told what they cost, so that the costs are lower bounds
 */
record Figures(
    String row,
    Row.Kind kind,
    int n,
    double exact,
    Interval exactInterval,
    double satisfied,
    Interval satisfiedInterval,
    Optional<Difference> againstSingle,
    Optional<VoteComparison> againstVote,
    double calls,
    double tokens,
    double cached,
    Optional<Double> tokensPerSolved,
    double seconds,
    int failed,
    int unread,
    boolean unreported) {

  static Figures of(Row row, Optional<Row> single, Optional<VoteComparison> againstVote) {
    int n = row.size();
    int exact = (int) row.exact().stream().filter(right -> right).count();
    int solved = row.solved();
    double tokens = mean(row, Cost::tokens);
    return new Figures(
        row.name(),
        row.kind(),
        n,
        (double) exact / n,
        Wilson.interval(exact, n),
        (double) solved / n,
        Wilson.interval(solved, n),
        single
            .filter(_ -> row.kind() != Row.Kind.SINGLE)
            .map(other -> PairedShares.of(row.satisfied(), other.satisfied()).difference()),
        againstVote,
        mean(row, Cost::calls),
        tokens,
        mean(row, Cost::cached),
        solved == 0 ? Optional.empty() : Optional.of(tokens * n / solved),
        mean(row, Cost::seconds),
        row.failed(),
        row.unread(),
        row.costs().stream().anyMatch(cost -> cost.unreported() > 0));
  }

  private static double mean(Row row, ToDoubleFunction<Cost> figure) {
    return row.costs().stream().mapToDouble(figure).average().orElse(0);
  }
}
