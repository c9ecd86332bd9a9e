package dev.plangen.server.files;

import java.nio.file.Path;

/** A file can't be used. The message names the file and the remedy, and nothing that it holds. */
public final class UnusableFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * One about a file.
   *
   * @param problem the rest of a sentence that begins with the file, without the full stop
   */
  public UnusableFileException(Path file, String problem) {
    super(file + " " + problem);
  }
}
