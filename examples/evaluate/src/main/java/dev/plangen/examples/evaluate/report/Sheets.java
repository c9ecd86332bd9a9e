package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.matrix.Configuration;
import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.matrix.Method;
import dev.plangen.examples.evaluate.matrix.Step;
import dev.plangen.examples.evaluate.problem.Family;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.report.Row.Kind;
import dev.plangen.examples.evaluate.report.Sheet.VotePoint;
import dev.plangen.examples.evaluate.result.Result;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Computes the tables from the results of all problems. */
final class Sheets {

  private final Matrix matrix;
  private final BiFunction<Problem, Configuration, Result> results;

  /**
   * @param results gives what came of every run of the matrix
   */
  Sheets(Matrix matrix, BiFunction<Problem, Configuration, Result> results) {
    this.matrix = matrix;
    this.results = results;
  }

  /** For each model a table of each family that there is, and of all if there are several. */
  List<Sheet> of(List<Problem> problems) {
    List<Family> families = problems.stream().map(Problem::family).distinct().sorted().toList();
    List<Sheet> sheets = new ArrayList<>();
    for (String model : matrix.models()) {
      for (Family family : families) {
        List<Problem> some = problems.stream().filter(p -> p.family() == family).toList();
        sheets.add(sheet(model, family.label(), some));
      }
      if (families.size() > 1) {
        sheets.add(sheet(model, Sheet.ALL, problems));
      }
    }
    return sheets;
  }

  private Sheet sheet(String model, String name, List<Problem> problems) {
    Optional<Row> single =
        matrix
            .single(model)
            .map(one -> Row.selected("single sample", Kind.SINGLE, results(one, problems)));
    List<Row> votes = new ArrayList<>();
    List<Row> any = new ArrayList<>();
    NavigableMap<Integer, List<Result>> samples = samples(model, problems);
    samples.forEach(
        (count, results) -> {
          if (count > 1) {
            votes.add(Row.vote(count, results));
            any.add(Row.any(count, results));
          }
        });
    List<Row> searches = searches(model, problems);
    Optional<VoteCurve> curve =
        votes.isEmpty() ? Optional.empty() : Optional.of(VoteCurve.of(samples));
    List<Figures> figures = new ArrayList<>();
    single.ifPresent(row -> figures.add(Figures.of(row, single, Optional.empty())));
    votes.forEach(row -> figures.add(Figures.of(row, single, Optional.empty())));
    Iterator<VoteComparison> comparisons =
        curve.map(known -> EqualTokens.compare(searches, known)).orElse(List.of()).iterator();
    for (Row row : searches) {
      Optional<VoteComparison> comparison =
          comparisons.hasNext() ? Optional.of(comparisons.next()) : Optional.empty();
      figures.add(Figures.of(row, single, comparison));
    }
    any.forEach(row -> figures.add(Figures.of(row, single, Optional.empty())));
    return new Sheet(
        model,
        name,
        problems.size(),
        figures,
        curve.map(Sheets::points).orElse(List.of()),
        withoutBase(model, problems));
  }

  private List<Row> searches(String model, List<Problem> problems) {
    List<Row> rows = new ArrayList<>();
    for (Method.Search search : matrix.searches()) {
      for (Configuration column : matrix.columns(model, search)) {
        rows.add(Row.selected(column.label(), Kind.SEARCH, results(column, problems)));
      }
    }
    return rows;
  }

  private NavigableMap<Integer, List<Result>> samples(String model, List<Problem> problems) {
    NavigableMap<Integer, List<Result>> samples = new TreeMap<>();
    for (Configuration configuration : matrix.samples(model)) {
      samples.put(configuration.method().samples().orElseThrow(), results(configuration, problems));
    }
    return samples;
  }

  private List<Result> results(Configuration configuration, List<Problem> problems) {
    return problems.stream().map(problem -> results.apply(problem, configuration)).toList();
  }

  private static List<VotePoint> points(VoteCurve curve) {
    VoteCurve.Averages averages = curve.overAll();
    return IntStream.rangeClosed(1, curve.most())
        .mapToObj(count -> new VotePoint(count, averages.tokens(count), averages.satisfied(count)))
        .toList();
  }

  private int withoutBase(String model, List<Problem> problems) {
    return (int)
        matrix.steps(model).stream()
            .map(Step::configuration)
            .flatMap(configuration -> results(configuration, problems).stream())
            .filter(result -> result.baseTrouble().isPresent())
            .count();
  }
}
