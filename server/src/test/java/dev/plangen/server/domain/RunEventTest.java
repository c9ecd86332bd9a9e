package dev.plangen.server.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.RunEvent.CandidateCompleted;
import dev.plangen.server.domain.RunEvent.CandidateVerified;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What an event holds in memory beside the text of its call. */
class RunEventTest {

  private static final CallKey PLAN = CallKey.of("tot/1/2");

  @Test
  void aVerdictOfAProgramHoldsItsTexts() {
    var reason = ConstraintVerdict.of("Short.", Ruling.PASSED, "r".repeat(1000));

    assertThat(verified("f".repeat(500), List.of(reason), Optional.empty()).bytes())
        .isBetween(1500L, 1600L);
  }

  @Test
  void aVerdictInAModelsWordsHoldsNoneBesideThem() {
    assertThat(verified("Score: 5", List.of(), Optional.of(call("Score: 5"))).bytes()).isZero();
  }

  @Test
  void aPlanThatWasWrittenStepByStepIsATextOfItsOwn() {
    var plan = new Candidate(PLAN, "p".repeat(700), FinishCause.STOP);

    assertThat(new CandidateCompleted(plan, Lineage.NONE, Optional.empty()).bytes()).isEqualTo(700);
    assertThat(CandidateCompleted.by(call("A plan")).bytes()).isZero();
  }

  private static CandidateVerified verified(
      String feedback, List<ConstraintVerdict> constraints, Optional<CallRecord> call) {
    var opinion = new Opinion(OptionalInt.of(5), Ruling.UNKNOWN, false, feedback, constraints);
    return new CandidateVerified(new Verdict(PLAN, "acme/check", opinion), call);
  }

  private static CallRecord call(String text) {
    return new CallRecord(
        PLAN,
        TextName.of(Stage.VERIFY_SOLUTIONS),
        "test/model",
        "",
        text,
        FinishCause.STOP,
        TokenCount.UNKNOWN,
        OptionalInt.empty());
  }
}
