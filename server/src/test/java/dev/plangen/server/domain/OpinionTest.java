package dev.plangen.server.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OpinionTest {

  @Test
  void aScoreIsFromMinus100To100() {
    assertThatThrownBy(() -> new Opinion(OptionalInt.of(101), Ruling.PASSED, false, "", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textsAreCutBetweenCharacters() {
    String text = "x" + "ü".repeat(20_000);

    Opinion opinion = opinion("", verdict(Ruling.PASSED, text, text));

    assertThat(opinion.constraints())
        .containsExactly(verdict(Ruling.PASSED, "x" + "ü".repeat(1023), "x" + "ü".repeat(1023)));
    assertThat(opinion(text).feedback()).isEqualTo("x" + "ü".repeat(8191));
  }

  @Test
  void whatIsLongInAllIsBounded() {
    ConstraintVerdict[] many =
        Collections.nCopies(200, verdict(Ruling.PASSED, "y".repeat(300), "z"))
            .toArray(ConstraintVerdict[]::new);

    Opinion opinion = opinion("f".repeat(1_000), many);

    assertThat(bytes(opinion)).isBetween(TextBounds.VERDICT_BYTES - 333, TextBounds.VERDICT_BYTES);
    assertThat(opinion("f".repeat(20_000), many).constraints()).isEmpty();
  }

  @Test
  void noMoreThan200VerdictsOnConstraintsAreKept() {
    ConstraintVerdict[] many =
        Collections.nCopies(201, verdict(Ruling.PASSED, "y", "z"))
            .toArray(ConstraintVerdict[]::new);

    assertThat(opinion("", many).constraints()).hasSize(200);
  }

  @Test
  void whereNotAllFitThoseThatAreBrokenComeFirstAndInTheirOrder() {
    List<ConstraintVerdict> verdicts =
        new ArrayList<>(Collections.nCopies(20, verdict(Ruling.PASSED, "y".repeat(2_000), "z")));
    verdicts.add(verdict(Ruling.VETOED, "a", "is broken"));
    verdicts.add(verdict(Ruling.VETOED, "b", "is broken"));

    List<ConstraintVerdict> kept =
        opinion("", verdicts.toArray(ConstraintVerdict[]::new)).constraints();

    assertThat(kept).hasSizeLessThan(20).endsWith(verdicts.get(20), verdicts.get(21));
    assertThat(kept.getFirst()).isEqualTo(verdicts.getFirst());
  }

  private static Opinion opinion(String feedback, ConstraintVerdict... constraints) {
    return new Opinion(OptionalInt.empty(), Ruling.UNKNOWN, false, feedback, List.of(constraints));
  }

  private static ConstraintVerdict verdict(Ruling ruling, String constraint, String reason) {
    return ConstraintVerdict.of(constraint, ruling, reason);
  }

  /** With what a message takes for each. */
  private static int bytes(Opinion opinion) {
    return opinion.feedback().getBytes(UTF_8).length
        + opinion.constraints().stream()
            .mapToInt(
                verdict ->
                    verdict.constraint().getBytes(UTF_8).length
                        + verdict.reason().getBytes(UTF_8).length
                        + 32)
            .sum();
  }
}
