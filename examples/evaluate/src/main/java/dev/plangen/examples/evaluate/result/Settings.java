package dev.plangen.examples.evaluate.result;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the results in a file depend on: its first line. Which server it is, how much is asked at
 * once, and how many of the problems are taken may change.
 *
 * @param form of the file
 * @param problems SHA-256 of each file of problems
 */
public record Settings(
    int form,
    String label,
    List<String> models,
    List<String> algorithms,
    List<String> verifiers,
    long seed,
    Optional<Integer> maxOutputTokens,
    List<String> problems) {

  public static final int FORM = 1;

  public Settings {
    models = List.copyOf(models);
    algorithms = List.copyOf(algorithms);
    verifiers = List.copyOf(verifiers);
    problems = List.copyOf(problems);
  }

  private record Aspect(String option, Object mine, Object others) {}

  /** The first option that says something else in {@code other}; empty if none does. */
  Optional<String> difference(Settings other) {
    return Stream.of(
            new Aspect("the form of the file", form, other.form),
            new Aspect("--label", label, other.label),
            new Aspect("--model", models, other.models),
            new Aspect("--algorithm", algorithms, other.algorithms),
            new Aspect("--verifier", verifiers, other.verifiers),
            new Aspect("--seed", seed, other.seed),
            new Aspect("--max-output-tokens", maxOutputTokens, other.maxOutputTokens),
            new Aspect("--problems", problems, other.problems))
        .filter(aspect -> !aspect.mine().equals(aspect.others()))
        .map(Aspect::option)
        .findFirst();
  }
}
