package dev.plangen.server.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MathVerifierTest {

  private static Opinion verify(String plan) {
    return Tally.ask(new MathVerifier(), "How many apples are there?", plan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 * 4 = 12",
        "3*4=12",
        "3 × 4 = 12",
        "3 x 4 = 12",
        "3x4 = 12",
        "3 · 4 = 12",
        "12 ÷ 4 = 3",
        "12 / 8 = 1.5",
        "12 + 7.5 = 19.5",
        "7 − 9 = -2",
        "7 – 9 = −2",
        "-3 + 4 = 1",
        "2^10 = 1024",
        "2 ** 10 = 1,024",
        "3² + 4² = 25",
        "-2^2 = -4",
        "2^-1 = 0.5",
        "(3 + 4) * 2 = 14",
        "3 + 4 * 2 = 11",
        "100 - 10 - 5 = 85",
        "64 / 8 / 2 = 4",
        "1/3 + 1/6 = 1/2",
        "20 % of 50 = 10",
        "20% of 50 = 10",
        "20 percent of 50 = 10",
        "1/2 of 10 = 5",
        "1/4 = 25%",
        "20% + 30% = 50%",
        "50 * 20% = 10",
        "2 + 3 = 5 = 10/2",
        "1,234 + 1 = 1,235",
        "$3.50 + $1.50 = $5",
        "€100 / 4 = 25 €",
        "$3 \\times 4 = 12$",
        "\\(3 \\cdot 4 = 12\\)",
        "So 3 * 4 = 12 apples are needed.",
        "- 3 * 4 = 12",
        "* 3 * 4 = **12**",
        "1. 3 * 4 = 12.",
        "Total: 3 * 4 = 12, and that is all.",
        "That's 3 * 4 = 12, and it's all.",
        "| 3 * 4 = 12 |",
        "x = 3 * 4 = 12",
        "3 plus 4 equals 7",
        "12 divided by 4 = 3",
        "The area is 3 * 4 = 12\nand the edge 3 + 3 + 4 + 4 = 14",
      })
  void equalitiesThatHoldArePassed(String plan) {
    Opinion opinion = verify(plan);
    assertThat(opinion.ruling()).as("%s", opinion).isEqualTo(Ruling.PASSED);
    assertThat(opinion.score()).isEmpty();
    assertThat(opinion.sound()).isFalse();
    assertThat(opinion.constraints())
        .isNotEmpty()
        .extracting(ConstraintVerdict::ruling)
        .containsOnly(Ruling.PASSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3 × 4 = 13          | 3 × 4 is 12, not 13
          12 = 3 * 5          | 3 * 5 is 15, not 12
          2 + 2 = 10 / 2      | 2 + 2 is 4, and 10 / 2 is 5
          10 / 4 = 3          | 10 / 4 is 2.5, not 3
          1/3 = 2/3           | 1/3 is 1/3, and 2/3 is 2/3
          10 / 3 = 3          | 10 / 3 is 10/3, not 3
          10 / 3 = 3.4        | 10 / 3 is 10/3, not 3.4
          20 % of 50 = 20     | 20 % of 50 is 10, not 20
          2 + 3 = 6           | 2 + 3 is 5, not 6
          0.1 + 0.2 = 0.31    | 0.1 + 0.2 is 0.3, not 0.31
          """)
  void anEqualityThatDoesNotHoldIsReportedButVetoesNothing(String plan, String reason) {
    Opinion opinion = verify(plan);
    assertThat(opinion.constraints())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.ruling()).as("%s", verdict).isEqualTo(Ruling.VETOED);
              assertThat(verdict.reason()).isEqualTo(reason);
            });
    assertThat(opinion.ruling()).isEqualTo(Ruling.UNKNOWN);
    assertThat(opinion.score()).isEmpty();
    assertThat(opinion.sound()).isFalse();
    assertThat(opinion.feedback()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 / 3 ≈ 3.33",
        "10 / 3 = 3.33",
        "2 / 3 = 0.67",
        "1 / 3 = 33.3 %",
        "2/3 = 67%",
        "22 / 7 ≈ 3",
        "10 / 3 is about = 3",
        "17 / 5 = 3 remainder 2, rounded",
        "It is not true that 3 * 4 = 13",
        "If 3 * 4 = 13, then ...",
        "Is 3 * 4 = 13?",
        "100 + 10% = 110",
        "1 / 0 = 0",
        "0^0 = 1",
        "2^0.5 = 1.41",
        "10^100000 = 5",
      })
  void whatCannotBeDecidedIsUnknown(String plan) {
    Opinion opinion = verify(plan);
    assertThat(opinion.ruling()).isEqualTo(Ruling.UNKNOWN);
    assertThat(opinion.constraints())
        .extracting(ConstraintVerdict::ruling)
        .doesNotContain(Ruling.VETOED, Ruling.PASSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Day 1-5: Arriving in Oslo.",
        "Days 1-3 = 3 days",
        "Pages 10-12 = 3 pages",
        "Monday, 9:00 - 9:30",
        "x = 12",
        "3 = 4",
        "x + 3 = 4",
        "2x + 3 = 4",
        "n 3 + 4 = 8",
        "3 + 4 = 8x",
        "3 apples + 4 = 8",
        "3 + 4 apples = 8",
        "sqrt(4 + 5) = 4",
        "log 10 + 5 = 7",
        "f(3 + 4) = 8",
        "3 + 4 = 8 thousand",
        "3 + 4 = 8!",
        "3 + 4 != 8",
        "3 + 4 <= 8",
        "3 + 4 => 8",
        "x += 3 + 4",
        "1 1/2 + 1/2 = 3",
        "1,2 + 3 = 5",
        "1.2.3 + 4 = 5",
        "17:00 - 9 = 9",
        "|3 - 5| = 3",
        "\\frac{1}{2} + 1 = 3",
        "3 + = 4",
        "((3 + 4) = 8",
        "Step 1 - 3 + 4 = 9",
        "5! + 1 = 7",
        "#3 + 4 = 8",
        "H2O + 3 = 4",
      })
  void whatIsNoPlainEqualityIsLeftOut(String plan) {
    Opinion opinion = verify(plan);
    assertThat(opinion.constraints()).isEmpty();
    assertThat(opinion.ruling()).isEqualTo(Ruling.UNKNOWN);
    assertThat(opinion.feedback())
        .isEqualTo("No opinion: the plan states no equality of plain numbers.");
  }

  @Test
  void aSingleWrongOneAmongMany() {
    Opinion opinion = verify("1 + 1 = 2\n2 + 2 = 4\n3 + 3 = 7\n4 / 3 = 1.33");
    assertThat(opinion.constraints())
        .extracting(ConstraintVerdict::ruling)
        .containsExactly(Ruling.PASSED, Ruling.PASSED, Ruling.VETOED, Ruling.UNKNOWN);
    assertThat(opinion.feedback())
        .isEqualTo("4 equalities: 2 right, 1 wrong, 1 undecided.\n- 3 + 3 is 6, not 7");
  }

  @Test
  void thousandsOfSumsAreCheckedExactly() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      BigInteger a = new BigInteger(1 + random.nextInt(120), random);
      BigInteger b = new BigInteger(1 + random.nextInt(120), random).add(BigInteger.ONE);
      BigInteger off = BigInteger.valueOf(random.nextInt(3) - 1);
      String plan =
          switch (random.nextInt(4)) {
            case 0 -> a + " + " + b + " = " + a.add(b).add(off);
            case 1 -> a + " - " + b + " = " + a.subtract(b).add(off);
            case 2 -> a + " * " + b + " = " + a.multiply(b).add(off);
            default -> a.multiply(b) + " / " + b + " = " + a.add(off);
          };
      assertThat(verify(plan).constraints())
          .as(plan)
          .extracting(ConstraintVerdict::ruling)
          .containsExactly(off.signum() == 0 ? Ruling.PASSED : Ruling.VETOED);
    }
  }
}
