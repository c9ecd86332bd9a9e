package dev.plangen.server.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OpinionTest {

  private static final ConstraintVerdict VERDICT =
      ConstraintVerdict.of("It is short.", Ruling.PASSED, "x".repeat(972));

  @Test
  void anOpinionThatFitsIsLeftAsItIs() {
    Opinion opinion = opinion("Good.", List.of(VERDICT, VERDICT));

    assertThat(opinion.bounded()).isEqualTo(opinion);
  }

  @Test
  void theLastVerdictsThatDoNotFitBesideTheFeedbackAreLeftOut() {
    Opinion opinion = opinion("f".repeat(10_000), Collections.nCopies(20, VERDICT));

    // 6,384 bytes are left, and each takes 1,000.
    assertThat(opinion.bounded().constraints()).hasSize(6);
    assertThat(opinion.bounded().feedback()).isEqualTo(opinion.feedback());
  }

  @Test
  void aFeedbackThatIsTooLongIsCutBetweenCharacters() {
    Opinion bounded = opinion("€".repeat(10_000), List.of(VERDICT)).bounded();

    assertThat(bounded.feedback().getBytes(StandardCharsets.UTF_8)).hasSize(16_383);
    assertThat(bounded.feedback()).endsWith("€");
    assertThat(bounded.constraints()).isEmpty();
  }

  @Test
  void noMoreVerdictsAreKeptThanThereMayBeConstraints() {
    ConstraintVerdict terse = ConstraintVerdict.of("", Ruling.PASSED, "");

    assertThat(opinion("", Collections.nCopies(300, terse)).bounded().constraints()).hasSize(200);
  }

  private static Opinion opinion(String feedback, List<ConstraintVerdict> constraints) {
    return new Opinion(OptionalInt.of(100), Ruling.PASSED, true, feedback, constraints);
  }
}
