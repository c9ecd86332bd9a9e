package dev.plangen.examples.terminal.screen;

/** Breaks texts that others wrote into lines that fit. */
public final class Paragraphs {

  private final Screen screen;

  public Paragraphs(Screen screen) {
    this.screen = screen;
  }

  /** The first line after {@code first}, the others after the indent, which is as wide or wider. */
  public void write(String first, String indent, String text) {
    String begin = first;
    for (String line : Cells.safe(text).strip().lines().toList()) {
      StringBuilder filled = new StringBuilder(begin);
      boolean isEmpty = true;
      for (String word : line.strip().split(" +", -1)) {
        if (!isEmpty && Cells.of(filled.toString()) + Cells.of(word) >= screen.width()) {
          screen.line(filled.toString().stripTrailing());
          begin = indent;
          filled = new StringBuilder(begin);
        }
        filled.append(word).append(' ');
        isEmpty = false;
      }
      screen.line(filled.toString().stripTrailing());
      begin = indent;
    }
  }
}
