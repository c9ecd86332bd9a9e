package dev.plangen.server.run;

import java.nio.charset.StandardCharsets;

/** Bytes {@code from} to {@code to} of a text in UTF-8; what they hold does not change. */
final class Utf8Slice {

  private final byte[] bytes;
  private final int from;
  private final int to;

  Utf8Slice(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  static Utf8Slice of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Utf8Slice(bytes, 0, bytes.length);
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int length() {
    return to - from;
  }

  /** At most {@code most} bytes of it, ending at the end of a code point. */
  Utf8Slice head(int most) {
    if (length() <= most) {
      return this;
    }
    int end = from + most;
    while (end > from && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new Utf8Slice(bytes, from, end);
  }

  /** The part from {@code offset} bytes of the text on. */
  Utf8Slice from(int offset) {
    return new Utf8Slice(bytes, offset, to);
  }

  void appendTo(GrowingText text) {
    text.append(bytes, from, length());
  }

  String decode() {
    return new String(bytes, from, length(), StandardCharsets.UTF_8);
  }
}
