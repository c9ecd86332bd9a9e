package dev.plangen.server.plugin;

import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.TextSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of one call as its remote writes it, at offsets. A write below the end of the text takes
 * back what was there: the remote has begun again, with a request of its own to whatever it calls.
 * For one thread.
 */
final class RemoteText {

  private final TextSink sink;
  private final GenerationOptions asked;
  private final ModelFailures failures;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /**
   * @param sink that has begun
   * @param asked how the remote was asked, and asks again when it begins again
   */
  RemoteText(TextSink sink, GenerationOptions asked, ModelFailures failures) {
    this.sink = sink;
    this.asked = asked;
    this.failures = failures;
  }

  /**
   * @param offset in bytes of UTF-8
   */
  void write(long offset, String text) {
    if (offset < 0 || offset > written.size()) {
      throw failures.brokenContract("wrote at an offset outside of its text");
    }
    if (offset < written.size()) {
      takeBack((int) offset);
    }
    append(text);
  }

  private void takeBack(int offset) {
    byte[] before = written.toByteArray();
    if ((before[offset] & 0xC0) == 0x80) {
      throw failures.brokenContract("wrote at an offset inside of a code point");
    }
    written.reset();
    // If less is allowed now, the remote is not told: it is cut off where that ends.
    sink.begin(asked);
    append(new String(Arrays.copyOf(before, offset), StandardCharsets.UTF_8));
  }

  private void append(String text) {
    if (!text.isEmpty()) {
      written.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      sink.append(text);
    }
  }
}
