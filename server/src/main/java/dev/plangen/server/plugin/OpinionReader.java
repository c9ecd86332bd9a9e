package dev.plangen.server.plugin;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.VerifyResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Makes an opinion of what a {@code VerifierService} answered, within the bounds of the contract.
 *
 * @param sound whether a veto counts
 */
record OpinionReader(boolean sound, VerifierFailures failures) {

  /** Of a constraint and of the reason, as at {@code plangen.v1.ConstraintVerdict}. */
  private static final int CONSTRAINT_BYTES = 2 << 10;

  /** What a verdict takes beside its texts: tags, lengths, index, outcome. */
  private static final int ENVELOPE_BYTES = 32;

  /**
   * @param constraints how many the plan was held against
   */
  Opinion read(VerifyResponse response, int constraints) {
    if (response.hasScore() && (response.getScore() < -100 || response.getScore() > 100)) {
      throw failures.brokenContract("gave a score that is not -100 to 100");
    }
    Ruling ruling = ruling(response.getOutcome());
    String feedback = TextBounds.cut(response.getFeedback(), TextBounds.VERDICT_BYTES);
    return new Opinion(
        response.hasScore() ? OptionalInt.of(response.getScore()) : OptionalInt.empty(),
        ruling,
        sound && ruling != Ruling.UNKNOWN,
        feedback,
        fitting(response, constraints, TextBounds.VERDICT_BYTES - bytes(feedback)));
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

  /** The first ones, as many as fit: an update that holds all opinions of a run has its bound. */
  private static List<ConstraintVerdict> fitting(
      VerifyResponse response, int constraints, int bytes) {
    List<ConstraintVerdict> fitting = new ArrayList<>();
    int left = bytes;
    for (dev.plangen.v1.ConstraintVerdict told : response.getConstraintVerdictsList()) {
      ConstraintVerdict verdict = constraint(told, constraints);
      left -= bytes(verdict.constraint()) + bytes(verdict.reason()) + ENVELOPE_BYTES;
      if (left < 0 || fitting.size() == TextBounds.MOST_CONSTRAINTS) {
        break;
      }
      fitting.add(verdict);
    }
    return fitting;
  }

  /** What a verifier says of a constraint that the run does not have, it says of one of its own. */
  private static ConstraintVerdict constraint(
      dev.plangen.v1.ConstraintVerdict verdict, int constraints) {
    boolean known =
        verdict.hasIndex() && verdict.getIndex() >= 0 && verdict.getIndex() < constraints;
    return new ConstraintVerdict(
        TextBounds.cut(verdict.getConstraint(), CONSTRAINT_BYTES),
        known ? OptionalInt.of(verdict.getIndex()) : OptionalInt.empty(),
        switch (verdict.getOutcome()) {
          case OUTCOME_PASSED -> Ruling.PASSED;
          case OUTCOME_VETOED -> Ruling.VETOED;
          case OUTCOME_UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Ruling.UNKNOWN;
        },
        TextBounds.cut(verdict.getReason(), CONSTRAINT_BYTES));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
