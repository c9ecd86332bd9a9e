package dev.plangen.server.verify.finding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The constraints of a run beside the problem. Mostly a model has extracted them, and they restate
 * the problem in other words; a caller may have brought some that say more.
 *
 * @param texts the constraints
 * @param facts of each, which of the problem's facts it restates, perhaps none ("Everyone must be
 *     able to come"); empty if it says more than the problem, or is not understood
 * @param <F> the facts of this kind of problem
 */
public record RunConstraints<F>(List<String> texts, List<Optional<Set<F>>> facts) {

  public RunConstraints {
    texts = List.copyOf(texts);
    facts = List.copyOf(facts);
  }

  public static <F> RunConstraints<F> read(
      List<String> texts, Function<String, Optional<Set<F>>> reader) {
    return new RunConstraints<>(texts, texts.stream().map(reader).toList());
  }

  /** The places of those that are not known to restate the problem. */
  List<Integer> beyond() {
    List<Integer> beyond = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      if (facts.get(i).isEmpty()) {
        beyond.add(i);
      }
    }
    return beyond;
  }

  /** The first place of each set of facts. */
  Map<Set<F>, Integer> places() {
    Map<Set<F>, Integer> places = new HashMap<>();
    for (int i = 0; i < facts.size(); i++) {
      int place = i;
      facts.get(i).ifPresent(restated -> places.putIfAbsent(restated, place));
    }
    return places;
  }
}
