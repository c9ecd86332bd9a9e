package dev.plangen.examples.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plangen.examples.evaluate.matrix.Configuration;
import dev.plangen.examples.evaluate.matrix.Jury;
import dev.plangen.examples.evaluate.matrix.Method;
import dev.plangen.examples.evaluate.report.VoteComparison.Spending;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.Score;
import dev.plangen.examples.evaluate.statistics.Difference;
import dev.plangen.examples.evaluate.statistics.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Four problems, five times over. One candidate costs 100 tokens, three cost 260 and five 500, so
 * two cost 180. Votes of 1, 2 … 5 solve 1, 1, 2, 3 and 3 of them.
 */
class VoteCurveTest {

  private static final List<String> PROBLEMS =
      Collections.nCopies(5, List.of("xxxxx", "-xx--", "--xxx", "-----")).stream()
          .flatMap(List::stream)
          .toList();

  private final VoteCurve curve = VoteCurve.of(measured());

  @Test
  void costsAreInterpolatedBetweenWhatWasMeasured() {
    VoteCurve.Averages averages = curve.overAll();

    assertThat(IntStream.rangeClosed(1, 5).mapToDouble(averages::tokens))
        .containsExactly(100.0, 180.0, 260.0, 380.0, 500.0);
  }

  @Test
  void eachVoteIsOfTheFirstCandidates() {
    VoteCurve.Averages averages = curve.overAll();

    assertThat(IntStream.rangeClosed(1, 5).mapToDouble(averages::satisfied))
        .containsExactly(0.25, 0.25, 0.5, 0.75, 0.75);
  }

  @Test
  void aBudgetBetweenTwoVotesBuysPartOfTheLarger() {
    VoteCurve.Averages averages = curve.overAll();

    assertThat(averages.candidates(220)).isCloseTo(2.5, within(1e-9));
    assertThat(averages.interpolated(2.5)).isCloseTo(0.375, within(1e-9));
    assertThat(averages.candidates(260)).isEqualTo(3);
    assertThat(averages.interpolated(3)).isEqualTo(0.5);
    assertThat(averages.candidates(1)).isEqualTo(1);
    assertThat(averages.candidates(9_999)).isEqualTo(5);
    assertThat(averages.interpolated(5)).isEqualTo(0.75);
  }

  @Test
  void aRowIsComparedWithTheVoteThatCostsTheSame() {
    VoteComparison comparison = compare(row(220, Samples.RIGHT, Samples.wrong(0)));

    assertThat(comparison.candidates()).isCloseTo(2.5, within(1e-9));
    assertThat(comparison.difference().estimate()).isCloseTo(0.5 - 0.375, within(1e-9));
    assertThat(comparison.spending()).isEqualTo(Spending.EQUAL);
  }

  @Test
  void aRowThatCostsMoreThanAnyVoteIsComparedWithTheLargest() {
    VoteComparison comparison = compare(row(5_000, Samples.wrong(0), Samples.wrong(0)));

    assertThat(comparison.spending()).isEqualTo(Spending.VOTE_SPENDS_LESS);
    assertThat(comparison.difference().estimate()).isEqualTo(-0.75);
    assertThat(comparison.loses()).isTrue();
  }

  @Test
  void aRowThatIsWorseByChanceDoesNotLose() {
    // What the vote of three solves, but one.
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < PROBLEMS.size(); i++) {
      scores.add(i % 4 < 2 && i != 1 ? Samples.RIGHT : Samples.wrong(0));
    }

    VoteComparison comparison = compare(row(260, scores.toArray(Score[]::new)));

    assertThat(comparison.difference().estimate()).isCloseTo(-0.05, within(1e-9));
    assertThat(comparison.loses()).isFalse();
    assertThat(comparison.isBehind()).isTrue();
  }

  @Test
  void aFewProblemsShowNothing() {
    var difference = new Difference(-1, new Interval(-1, -1));

    assertThat(new VoteComparison(difference, 19, 3, Spending.EQUAL).loses()).isFalse();
    assertThat(new VoteComparison(difference, 20, 3, Spending.EQUAL).loses()).isTrue();
  }

  private VoteComparison compare(Row row) {
    return EqualTokens.compare(List.of(row), curve).getFirst();
  }

  /** The scores are those of the first problems, and again of the next. */
  private static Row row(long tokens, Score... scores) {
    return Row.selected(
        "row",
        Row.Kind.SEARCH,
        IntStream.range(0, PROBLEMS.size())
            .mapToObj(
                i ->
                    Samples.result(
                        "p" + i, configuration(1), scores[i % scores.length], tokens, List.of()))
            .toList());
  }

  private static NavigableMap<Integer, List<Result>> measured() {
    NavigableMap<Integer, List<Result>> measured = new TreeMap<>();
    measured.put(1, results(1, 100));
    measured.put(3, results(3, 260));
    measured.put(5, results(5, 500));
    return measured;
  }

  private static List<Result> results(int count, long tokens) {
    return IntStream.range(0, PROBLEMS.size())
        .mapToObj(
            i -> {
              List<Score> samples = Samples.of(PROBLEMS.get(i).substring(0, count));
              return Samples.result(
                  "p" + i, configuration(count), samples.getFirst(), tokens, samples);
            })
        .toList();
  }

  private static Configuration configuration(int count) {
    return new Configuration("m", new Method.Majority(count), Jury.SOUND);
  }
}
