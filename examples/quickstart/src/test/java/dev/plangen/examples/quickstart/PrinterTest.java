package dev.plangen.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrinterTest {

  private final Screen screen = new Screen(Paint.PLAIN);

  @Test
  void aLongLineIsBrokenAtWords() {
    screen.printer().paragraph("- ", "  ", "word ".repeat(20));
    assertThat(screen.text())
        .isEqualTo("- " + "word ".repeat(17).strip() + "\n  " + "word ".repeat(3).strip() + "\n");
  }

  @Test
  void aWordThatNeverFitsIsLeftWhole() {
    screen.printer().paragraph("- ", "  ", "short " + "x".repeat(200) + " short");
    assertThat(screen.text()).isEqualTo("- short\n  " + "x".repeat(200) + "\n  short\n");
  }

  @Test
  void linesOfTheTextStayLines() {
    screen.printer().paragraph("  ", "  ", "one\n\ntwo\n");
    assertThat(screen.text()).isEqualTo("  one\n\n  two\n");
  }

  @Test
  void aModelCannotSendEscapeSequences() {
    screen.printer().paragraph("", "", "\u001b[31mred\u0007");
    assertThat(screen.text()).isEqualTo("[31mred\n");
  }
}
