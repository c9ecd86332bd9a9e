package dev.plangen.examples.terminal.screen;

import java.util.List;

/** What goes on, drawn below the lines that stay. Thread-safe. */
@FunctionalInterface
public interface Block {

  /**
   * As it is now.
   *
   * @param columns how many cells a line has
   * @param rows how many lines there may be
   * @return lines without escape sequences, which are cut off where they are too long
   */
  List<String> lines(int columns, int rows);
}
