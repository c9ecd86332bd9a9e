package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds a plan against what its problem demands. What is proven is proven of the problem's text;
 * the run's constraints are held against the same facts.
 *
 * <ul>
 *   <li>Something that the problem demands is broken: {@link Ruling#VETOED}.
 *   <li>All of it is kept, and every constraint of the run restates it: {@link Ruling#PASSED}.
 *   <li>All of it is kept, but a constraint of the run says more, or is not understood: {@link
 *       Ruling#UNKNOWN}, because nobody has checked that one.
 * </ul>
 *
 * @param plan what was read as the plan, for a person
 * @param demands what the problem demands; not empty
 * @param <F> the facts of this kind of problem
 */
public record Assessment<F>(String plan, List<Demand<F>> demands, RunConstraints<F> constraints) {

  /**
   * The opinion on the plan.
   *
   * @param check whether the plan keeps a fact; asked once for each
   */
  public Opinion of(Function<F, Finding> check) {
    Unchecked unchecked = Unchecked.of(constraints);
    Map<F, Finding> findings = new HashMap<>();
    demands.forEach(
        demand -> demand.facts().forEach(fact -> findings.computeIfAbsent(fact, check)));
    Ruler<F> ruler = new Ruler<>(findings, unchecked.isEmpty());
    List<ConstraintVerdict> verdicts = new ArrayList<>();
    Map<Set<F>, Integer> places = constraints.places();
    Set<Integer> named = new HashSet<>();
    for (Demand<F> demand : demands) {
      OptionalInt index = index(places.remove(demand.facts()));
      index.ifPresent(named::add);
      verdicts.add(ruler.verdict(demand.words(), index, demand.facts()));
    }
    List<String> broken =
        verdicts.stream()
            .filter(verdict -> verdict.ruling() == Ruling.VETOED)
            .map(ConstraintVerdict::reason)
            .toList();
    for (int i = 0; i < constraints.texts().size(); i++) {
      Optional<Set<F>> facts = constraints.facts().get(i);
      if (facts.isPresent() && !facts.get().isEmpty() && !named.contains(i)) {
        verdicts.add(ruler.verdict(constraints.texts().get(i), OptionalInt.of(i), facts.get()));
      }
    }
    verdicts.addAll(unchecked.verdicts());
    return opinion(broken, unchecked, verdicts);
  }

  private Opinion opinion(
      List<String> broken, Unchecked unchecked, List<ConstraintVerdict> verdicts) {
    String all = Words.count(demands.size(), "constraint");
    if (!broken.isEmpty()) {
      return Rule.wrong(
          broken.size(),
          demands.size(),
          "Proven wrong: %s breaks %d of the %s that the problem states:\n- %s"
              .formatted(plan, broken.size(), all, String.join("\n- ", broken)),
          verdicts);
    }
    if (!unchecked.isEmpty()) {
      return Rule.unproven(
          "%s: breaks none of the %s that the problem states%s"
              .formatted(plan, all, unchecked.excuse()),
          verdicts);
    }
    return Rule.right(
        "Proven: %s keeps the %s that the problem states.".formatted(plan, all), verdicts);
  }

  private static OptionalInt index(@Nullable Integer index) {
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }
}
