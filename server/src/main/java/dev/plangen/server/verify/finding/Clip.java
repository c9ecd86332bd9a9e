package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.TextBounds;

/** Keeps texts within their bounds, which count bytes of UTF-8. */
public final class Clip {

  private static final String CUT = "…";

  private Clip() {}

  /** The text, or its beginning with a mark that it was cut, in at most {@code most} bytes. */
  public static String text(String text, int most) {
    return TextBounds.bytes(text) <= most
        ? text
        : TextBounds.cut(text, most - TextBounds.bytes(CUT)) + CUT;
  }
}
