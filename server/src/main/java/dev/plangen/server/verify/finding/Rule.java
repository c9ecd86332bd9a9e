package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import java.util.List;
import java.util.OptionalInt;

/**
 * The opinions of a sound verifier, with their scores: 100 for what is proven right; for what is
 * proven wrong, minus the percentage of the problem's constraints that are broken, rounded away
 * from 0, so -1 to -100; none for what is not proven.
 */
final class Rule {

  private static final int FEEDBACK_BYTES = 4_096;

  private Rule() {}

  static Opinion right(String feedback, List<ConstraintVerdict> verdicts) {
    return opinion(OptionalInt.of(100), Ruling.PASSED, true, feedback, verdicts);
  }

  static Opinion wrong(int broken, int all, String feedback, List<ConstraintVerdict> verdicts) {
    OptionalInt score = OptionalInt.of(-Math.ceilDiv(100 * broken, all));
    return opinion(score, Ruling.VETOED, true, feedback, verdicts);
  }

  static Opinion unproven(String feedback, List<ConstraintVerdict> verdicts) {
    return opinion(OptionalInt.empty(), Ruling.UNKNOWN, false, feedback, verdicts);
  }

  private static Opinion opinion(
      OptionalInt score,
      Ruling ruling,
      boolean sound,
      String feedback,
      List<ConstraintVerdict> verdicts) {
    return new Opinion(score, ruling, sound, Clip.text(feedback, FEEDBACK_BYTES), verdicts);
  }
}
