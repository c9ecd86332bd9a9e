package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConstraintReaderTest {

  @Test
  void bulletsOfEveryKindAndNumbersAreConstraints() {
    assertThat(
            ConstraintReader.read(
                """
                - The meeting takes an hour.
                * Ann is busy at 9:00 - 10:00.
                • x <= 3 & y > 2
                  – Monday only.
                1. First.
                12) Twelfth.
                """))
        .containsExactly(
            "The meeting takes an hour.",
            "Ann is busy at 9:00 - 10:00.",
            "x <= 3 & y > 2",
            "Monday only.",
            "First.",
            "Twelfth.");
  }

  @Test
  void whatSurroundsAListIsLeftOut() {
    assertThat(ConstraintReader.read("Here they are:\r\n\r\n- One.\r\n- Two.  \r\nThat is all."))
        .containsExactly("One.", "Two.");
  }

  @Test
  void withoutBulletsEachLineIsOne() {
    assertThat(ConstraintReader.read("One.\n\n  Two.  \n")).containsExactly("One.", "Two.");
  }

  @Test
  void emptyItemsAndRulesAreNone() {
    assertThat(ConstraintReader.read("---\n- \n- One.\n-5 degrees")).containsExactly("One.");
  }

  @Test
  void nothingIsRead() {
    assertThat(ConstraintReader.read(" \n\n")).isEmpty();
  }
}
