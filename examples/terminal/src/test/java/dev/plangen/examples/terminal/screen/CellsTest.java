package dev.plangen.examples.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void eastAsianLettersAndEmojiTakeTwoCellsAndAccentsNone() {
    assertThat(Cells.of("abc")).isEqualTo(3);
    assertThat(Cells.of("会議")).isEqualTo(4);
    assertThat(Cells.of("🗓 at")).isBetween(4, 5);
    assertThat(Cells.of("e\u0301")).isEqualTo(1);
  }

  @Test
  void aTextThatIsTooLongIsCutAndSaysSo() {
    assertThat(Cells.fit("Wednesday", 9)).isEqualTo("Wednesday");
    assertThat(Cells.fit("Wednesday", 4)).isEqualTo("Wed…");
    assertThat(Cells.fit("会議室", 4)).isEqualTo("会…");
    assertThat(Cells.fitEnd("Wednesday", 4)).isEqualTo("…day");
  }

  @Test
  void whatAModelWritesCannotSteerTheTerminal() {
    assertThat(Cells.safe("a\u001b[2Jb\u202ec\rd\ne")).isEqualTo("a [2Jb c d\ne");
  }
}
