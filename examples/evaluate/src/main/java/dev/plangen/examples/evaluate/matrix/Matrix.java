package dev.plangen.examples.evaluate.matrix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Models × methods × juries.
 *
 * <p>All runs for a problem grow from its single sample: they share its constraints, and where they
 * sample, its candidate. The runs of a method differ by their jury only, and each starts from the
 * one before it, so that the juries see the same candidates. Juries that ask no model come first:
 * what the later ones add is then the cost of judging.
 */
public record Matrix(List<String> models, List<Method> methods, List<Jury> juries) {

  public Matrix {
    models = models.stream().distinct().toList();
    methods = methods.stream().distinct().toList();
    juries = juries.stream().distinct().sorted(Comparator.comparing(Jury::asksModel)).toList();
  }

  /** What is asked of each problem with this model, in this order. */
  public List<Step> steps(String model) {
    Optional<Configuration> single = single(model);
    List<Step> steps = new ArrayList<>();
    single.ifPresent(configuration -> steps.add(new Step(configuration, Optional.empty())));
    searches().forEach(search -> steps.addAll(columns(model, search, single)));
    for (Method.Majority vote : votes()) {
      steps.add(
          new Step(
              new Configuration(model, vote, Jury.SOUND),
              fewerSamples(model, vote.candidates()).or(() -> single)));
    }
    return steps;
  }

  /** The configuration of the single sample, if there is one. */
  public Optional<Configuration> single(String model) {
    return methods.stream()
        .filter(Method.Single.class::isInstance)
        .map(method -> new Configuration(model, method, Jury.SOUND))
        .findFirst();
  }

  /** The configurations of a method, one for each jury. */
  public List<Configuration> columns(String model, Method.Search search) {
    return juries.stream().map(jury -> new Configuration(model, search, jury)).toList();
  }

  /**
   * The configurations whose runs are nothing but independent samples, each number of samples once,
   * the fewest first.
   */
  public List<Configuration> samples(String model) {
    Stream<Configuration> searches =
        freeJury().stream()
            .flatMap(
                jury ->
                    searches().stream()
                        .filter(search -> search.samples().isPresent())
                        .map(search -> new Configuration(model, search, jury)));
    Stream<Configuration> votes =
        votes().stream().map(vote -> new Configuration(model, vote, Jury.SOUND));
    SortedMap<Integer, Configuration> bySize = new TreeMap<>();
    Stream.of(single(model).stream(), searches, votes)
        .flatMap(all -> all)
        .forEach(configuration -> bySize.putIfAbsent(count(configuration), configuration));
    return List.copyOf(bySize.values());
  }

  /** The searches, in the order of the command line. */
  public List<Method.Search> searches() {
    return methods.stream()
        .filter(Method.Search.class::isInstance)
        .map(Method.Search.class::cast)
        .toList();
  }

  private List<Method.Majority> votes() {
    return methods.stream()
        .filter(Method.Majority.class::isInstance)
        .map(Method.Majority.class::cast)
        .toList();
  }

  private List<Step> columns(String model, Method.Search search, Optional<Configuration> first) {
    List<Step> steps = new ArrayList<>();
    Optional<Configuration> base = first;
    for (Configuration column : columns(model, search)) {
      steps.add(new Step(column, base));
      base = Optional.of(column);
    }
    return steps;
  }

  /** The greatest set of samples that this one contains, and that paid for nothing else. */
  private Optional<Configuration> fewerSamples(String model, int most) {
    return freeJury().stream()
        .flatMap(jury -> searches().stream().map(search -> new Configuration(model, search, jury)))
        .filter(configuration -> configuration.method().samples().isPresent())
        .filter(configuration -> count(configuration) <= most)
        .max(Comparator.comparingInt(Matrix::count));
  }

  private Optional<Jury> freeJury() {
    return juries.stream().filter(jury -> !jury.asksModel()).findFirst();
  }

  private static int count(Configuration configuration) {
    return configuration.method().samples().orElse(0);
  }
}
