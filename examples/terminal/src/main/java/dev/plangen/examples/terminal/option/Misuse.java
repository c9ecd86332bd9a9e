package dev.plangen.examples.terminal.option;

/** The command line, or a file that it names, is wrong. */
public final class Misuse extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param sentence what is wrong, and what to do
   */
  public Misuse(String sentence) {
    super(sentence);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
