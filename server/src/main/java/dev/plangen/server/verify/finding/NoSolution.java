package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to think of a plan that says that its problem has no solution. */
public final class NoSolution {

  private static final String CLAIM = "The problem has no solution";

  private NoSolution() {}

  /**
   * The opinion.
   *
   * @param solution one that keeps all that the problem demands, for a person; empty if an
   *     exhaustive search has shown that there is none
   */
  public static Opinion claimed(Optional<String> solution, RunConstraints<?> constraints) {
    if (solution.isEmpty()) {
      // Whatever else the run demands, it makes no solution.
      String reason = "a search through all possibilities finds none";
      return Rule.right(
          "Proven: the problem has no solution; " + reason + ".",
          List.of(ConstraintVerdict.of(CLAIM, Ruling.PASSED, reason)));
    }
    String reason = "it has one: " + solution.get();
    Unchecked unchecked = Unchecked.of(constraints);
    if (unchecked.isEmpty()) {
      return Rule.wrong(
          1,
          1,
          "Proven wrong: the problem has a solution, " + solution.get() + ".",
          List.of(ConstraintVerdict.of(CLAIM, Ruling.VETOED, reason)));
    }
    List<ConstraintVerdict> verdicts = new ArrayList<>();
    verdicts.add(ConstraintVerdict.of(CLAIM, Ruling.UNKNOWN, reason));
    verdicts.addAll(unchecked.verdicts());
    return Rule.unproven(
        "The problem alone has a solution, " + solution.get() + unchecked.excuse(), verdicts);
  }
}
