package dev.plangen.examples.terminal.screen;

/** What a person reads, line by line. */
public interface Screen extends AutoCloseable {

  /**
   * Puts a line where it stays. It may be longer than the screen is wide.
   *
   * @throws OutputClosed if nobody reads any more
   */
  void line(String text);

  /** How the words of a line stand out here. */
  Paint paint();

  /** How many cells of a line to fill with words. */
  int width();

  /** Leaves the lines, and nothing else. */
  @Override
  void close();
}
