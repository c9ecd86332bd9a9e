package dev.plangen.server.plugin;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.VerifyResponse;
import java.util.OptionalInt;

/**
 * Makes an opinion of what a {@code VerifierService} answered, within the bounds of the contract.
 *
 * @param sound whether a veto counts
 */
record OpinionReader(boolean sound, VerifierFailures failures) {

  /**
   * @param constraints how many the plan was held against
   */
  Opinion read(VerifyResponse response, int constraints) {
    if (response.hasScore() && (response.getScore() < -100 || response.getScore() > 100)) {
      throw failures.brokenContract("gave a score that is not -100 to 100");
    }
    Ruling ruling = ruling(response.getOutcome());
    return new Opinion(
        response.hasScore() ? OptionalInt.of(response.getScore()) : OptionalInt.empty(),
        ruling,
        sound && ruling != Ruling.UNKNOWN,
        response.getFeedback(),
        response.getConstraintVerdictsList().stream()
            .map(verdict -> constraint(verdict, constraints))
            .toList());
  }

  private Ruling ruling(Outcome outcome) {
    return switch (outcome) {
      case OUTCOME_PASSED -> Ruling.PASSED;
      case OUTCOME_VETOED -> sound ? Ruling.VETOED : Ruling.UNKNOWN;
      case OUTCOME_UNKNOWN -> Ruling.UNKNOWN;
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
          throw failures.brokenContract("gave no outcome that is in the contract");
    };
  }

  /** What a verifier says of a constraint that the run does not have, it says of one of its own. */
  private static ConstraintVerdict constraint(
      dev.plangen.v1.ConstraintVerdict verdict, int constraints) {
    boolean known =
        verdict.hasIndex() && verdict.getIndex() >= 0 && verdict.getIndex() < constraints;
    return new ConstraintVerdict(
        verdict.getConstraint(),
        known ? OptionalInt.of(verdict.getIndex()) : OptionalInt.empty(),
        switch (verdict.getOutcome()) {
          case OUTCOME_PASSED -> Ruling.PASSED;
          case OUTCOME_VETOED -> Ruling.VETOED;
          case OUTCOME_UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Ruling.UNKNOWN;
        },
        verdict.getReason());
  }
}
