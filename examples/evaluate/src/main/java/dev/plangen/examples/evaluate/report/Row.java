package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.result.Check;
import dev.plangen.examples.evaluate.result.Cost;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.Score;
import java.util.List;

/**
 * What a row of a table is made of: for each problem, in the same order in all rows, whether it was
 * solved, and at what cost.
 */
record Row(
    String name,
    Kind kind,
    List<Boolean> exact,
    List<Boolean> satisfied,
    List<Cost> costs,
    int failed,
    int unread) {

  /** What a row is compared with depends on it. */
  enum Kind {
    SINGLE,
    VOTE,
    SEARCH,
    ANY
  }

  Row {
    exact = List.copyOf(exact);
    satisfied = List.copyOf(satisfied);
    costs = List.copyOf(costs);
  }

  /** What the server selected. */
  static Row selected(String name, Kind kind, List<Result> results) {
    return of(name, kind, results, results.stream().map(Result::score).toList());
  }

  /** What a vote of the first {@code count} candidates selects. */
  static Row vote(int count, List<Result> results) {
    return of(
        "majority vote of " + count,
        Kind.VOTE,
        results,
        results.stream()
            .map(result -> Ballot.winner(Ballot.first(count, result.samples())))
            .toList());
  }

  /** Whether some candidate was right: what the best of all verifiers could select. */
  static Row any(int count, List<Result> results) {
    return new Row(
        "pass@" + count,
        Kind.ANY,
        results.stream().map(r -> r.samples().stream().anyMatch(Score::exact)).toList(),
        results.stream().map(r -> r.samples().stream().anyMatch(Score::satisfied)).toList(),
        results.stream().map(Result::cost).toList(),
        failed(results),
        0);
  }

  private static Row of(String name, Kind kind, List<Result> results, List<Score> scores) {
    return new Row(
        name,
        kind,
        scores.stream().map(Score::exact).toList(),
        scores.stream().map(Score::satisfied).toList(),
        results.stream().map(Result::cost).toList(),
        failed(results),
        (int) scores.stream().filter(score -> score.check() == Check.UNKNOWN).count()
            - failed(results));
  }

  private static int failed(List<Result> results) {
    return (int) results.stream().filter(result -> result.trouble().isPresent()).count();
  }

  int size() {
    return satisfied.size();
  }

  int solved() {
    return (int) satisfied.stream().filter(solved -> solved).count();
  }
}
