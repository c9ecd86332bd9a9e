package dev.plangen.examples.terminal.screen;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where text goes: UTF-8, whatever the locale says, and written at once. Thread-safe as far as one
 * text stays one.
 */
public final class Output {

  private final OutputStream bytes;

  public Output(OutputStream bytes) {
    this.bytes = bytes;
  }

  public static Output standard() {
    return new Output(new FileOutputStream(FileDescriptor.out));
  }

  /**
   * Blocks while a reader is slow.
   *
   * @throws OutputClosed if nobody reads any more
   */
  public void write(String text) {
    try {
      bytes.write(text.getBytes(StandardCharsets.UTF_8));
      bytes.flush();
    } catch (IOException e) {
      throw (OutputClosed) new OutputClosed().initCause(e);
    }
  }
}
