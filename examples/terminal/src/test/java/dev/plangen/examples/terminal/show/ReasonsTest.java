package dev.plangen.examples.terminal.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonsTest {

  @Test
  void theBrokenConstraintsAreTheReasons() {
    assertThat(Reasons.of("A: satisfied.\nB: broken, too late.\nC violates this.\nScore: 10"))
        .containsExactly("B: broken, too late.", "C violates this.");
  }

  @Test
  void whereNoneCanBeToldTheFirstLinesAre() {
    assertThat(Reasons.of("One.\n\n Two.\nThree.\nFour.\nScore: 10"))
        .containsExactly("One.", "Two.", "Three.");
  }
}
