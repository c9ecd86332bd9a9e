package dev.plangen.examples.terminal.option;

import dev.plangen.examples.terminal.screen.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads texts in UTF-8, whatever the locale says. */
public final class Texts {

  private static final Path STANDARD_INPUT = Path.of("-");

  // A little above what any server takes: what it says of a text that is too long is better.
  private static final int MOST_BYTES = 1 << 20;

  private Texts() {}

  /**
   * A text given as words, or by a file, or, if there are neither, by standard input.
   *
   * @param what names it: "problem"
   * @throws Misuse if it is given twice, not at all, or can't be read
   */
  public static String read(String what, List<String> words, @Nullable Path file) {
    if (!words.isEmpty() && file != null) {
      throw new Misuse("The " + what + " is given twice: leave out --file, or the argument.");
    }
    boolean isStandardInput =
        file == null ? words.isEmpty() || words.equals(List.of("-")) : file.equals(STANDARD_INPUT);
    String text =
        isStandardInput
            ? standardInput(what)
            : file == null ? String.join(" ", words) : read(what, file);
    if (text.isBlank()) {
      throw new Misuse(
          "There is no " + what + ": give it as argument, by --file, or on standard input.");
    }
    return text;
  }

  /**
   * Reads a file that an option names.
   *
   * @throws Misuse if the file can't be read
   */
  public static String read(String what, Path file) {
    if (file.equals(STANDARD_INPUT)) {
      return standardInput(what);
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(bytes);
    } catch (IOException e) {
      throw new Misuse("The " + what + " can't be read from " + file + ": " + why(file) + ".");
    }
  }

  private static String why(Path file) {
    if (!Files.exists(file)) {
      return "there is no such file";
    }
    return Files.isDirectory(file) ? "it is a directory" : "reading it is not allowed, or fails";
  }

  private static String standardInput(String what) {
    if (Terminal.here().typesInput()) {
      System.err.println("Type the " + what + ", and Ctrl-D on a line of its own at the end.");
    }
    try {
      return read(new FileInputStream(FileDescriptor.in));
    } catch (IOException e) {
      // Closed: as good as empty.
      return "";
    }
  }

  private static String read(InputStream bytes) throws IOException {
    return new String(bytes.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
  }
}
