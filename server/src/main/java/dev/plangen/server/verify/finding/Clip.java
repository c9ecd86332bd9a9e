package dev.plangen.server.verify.finding;

import java.nio.charset.StandardCharsets;

/** Keeps texts within their bounds, which count bytes of UTF-8. */
public final class Clip {

  private static final String CUT = "…";

  private Clip() {}

  /** The text, or its beginning with a mark that it was cut, in at most {@code most} bytes. */
  public static String text(String text, int most) {
    if (bytes(text) <= most) {
      return text;
    }
    int room = most - bytes(CUT);
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      room -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (room < 0) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end) + CUT;
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
