package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.verify.reading.Words;
import java.util.List;
import java.util.OptionalInt;

/** The run's constraints that keep a plan from being proven right: nobody has checked them. */
record Unchecked(List<ConstraintVerdict> verdicts) {

  static Unchecked of(RunConstraints<?> constraints) {
    return new Unchecked(
        constraints.beyond().stream()
            .map(
                index ->
                    new ConstraintVerdict(
                        constraints.texts().get(index),
                        OptionalInt.of(index),
                        Ruling.UNKNOWN,
                        "not checked: the problem, as this verifier reads it, does not say this"))
            .toList());
  }

  boolean isEmpty() {
    return verdicts.isEmpty();
  }

  /** The end of a sentence. */
  String excuse() {
    return ", but " + Words.count(verdicts.size(), "constraint") + " of the run not checked.";
  }
}
