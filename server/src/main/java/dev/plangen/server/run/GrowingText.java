package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.TextName;
import java.util.Arrays;

/**
 * The text that a running call writes, as UTF-8. Guarded by the lock of its log, but for the bytes
 * below {@link #length}: those never change within an attempt, so readers decode them outside it.
 */
final class GrowingText {

  private final CallKey writer;
  private final TextName name;
  private int attempt;
  private byte[] bytes = new byte[0];
  private int length;

  GrowingText(CallKey writer, TextName name) {
    this.writer = writer;
    this.name = name;
  }

  CallKey writer() {
    return writer;
  }

  TextName name() {
    return name;
  }

  int attempt() {
    return attempt;
  }

  int length() {
    return length;
  }

  /** A new array, because readers may still be decoding the old one. */
  void restart() {
    attempt++;
    bytes = new byte[0];
    length = 0;
  }

  void append(byte[] from, int offset, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.max(64, length * 2)));
    }
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  Utf8Slice slice(int from) {
    return new Utf8Slice(bytes, from, length);
  }
}
