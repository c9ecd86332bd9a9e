package dev.plangen.examples.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Size size = new Size(20, 10);
  private List<String> block = List.of("one", "two");

  private final LiveScreen screen =
      new LiveScreen(new Output(bytes), Paint.PLAIN, () -> size, (columns, rows) -> block);

  private String taken() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  @Test
  void linesStayAndTheBlockIsDrawnBelowThem() {
    screen.redraw();
    assertThat(taken()).isEqualTo("\r\u001b[Jone\ntwo\n");

    screen.line("said");
    assertThat(taken()).isEqualTo("\r\u001b[2A\u001b[Jsaid\none\ntwo\n");

    screen.close();
    assertThat(taken()).isEqualTo("\r\u001b[2A\u001b[J");
  }

  @Test
  void aBlockThatHasNotChangedIsNotDrawnAgain() {
    screen.redraw();
    taken();

    screen.redraw();

    assertThat(taken()).isEmpty();
  }

  @Test
  void linesThatANarrowerWindowHasBrokenAreAllDrawnOver() {
    block = List.of("eighteen letters !");
    screen.redraw();
    taken();
    size = new Size(10, 10);
    block = List.of();

    screen.redraw();

    assertThat(taken()).isEqualTo("\r\u001b[2A\u001b[J");
  }
}
