package dev.plangen.server.verify.math;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.verify.finding.Clip;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What there is to say of the equalities in a text. */
public final class MathReport {

  private static final int FEEDBACK_BYTES = 4_096;

  private MathReport() {}

  /**
   * One verdict for each equality, and no score. All hold: {@link Ruling#PASSED}; otherwise, or if
   * there are none, {@link Ruling#UNKNOWN}. Thread-safe.
   */
  public static Opinion of(String text) {
    List<ConstraintVerdict> verdicts = Equalities.in(text).map(Equality::verdict).toList();
    if (verdicts.isEmpty()) {
      return Opinion.none("No opinion: the plan states no equality of plain numbers.");
    }
    long holding = count(verdicts, Ruling.PASSED);
    String feedback =
        "%s: %d right, %d wrong, %d undecided."
            .formatted(
                verdicts.size() == 1 ? "1 equality" : verdicts.size() + " equalities",
                holding,
                count(verdicts, Ruling.VETOED),
                count(verdicts, Ruling.UNKNOWN));
    String wrong =
        verdicts.stream()
            .filter(verdict -> verdict.ruling() == Ruling.VETOED)
            .limit(100)
            .map(verdict -> "\n- " + verdict.reason())
            .collect(Collectors.joining());
    return new Opinion(
        OptionalInt.empty(),
        holding == verdicts.size() ? Ruling.PASSED : Ruling.UNKNOWN,
        false,
        Clip.text(feedback + wrong, FEEDBACK_BYTES),
        verdicts);
  }

  private static long count(List<ConstraintVerdict> verdicts, Ruling ruling) {
    return verdicts.stream().filter(verdict -> verdict.ruling() == ruling).count();
  }
}
