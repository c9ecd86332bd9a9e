package dev.plangen.examples.evaluate.problem;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The problems of some files, in their order; ids are unique.
 *
 * @param digests SHA-256 of each file
 */
public record ProblemSet(List<Problem> problems, List<String> digests) {

  public ProblemSet {
    problems = List.copyOf(problems);
    digests = List.copyOf(digests);
  }

  /** The first {@code limit} problems of each family; all without a limit. */
  public List<Problem> first(OptionalInt limit) {
    Map<Family, Integer> taken = new EnumMap<>(Family.class);
    return problems.stream()
        .filter(
            problem ->
                taken.merge(problem.family(), 1, Integer::sum) <= limit.orElse(Integer.MAX_VALUE))
        .toList();
  }

  /** By id. */
  public Map<String, Problem> byId() {
    Map<String, Problem> byId = new HashMap<>();
    problems.forEach(problem -> byId.put(problem.id(), problem));
    return byId;
  }
}
