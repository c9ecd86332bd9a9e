package dev.plangen.examples.terminal.screen;

import java.util.PrimitiveIterator;

/**
 * How much room a text takes on a terminal, whose cells are as wide as a Latin letter. Texts have
 * no escape sequences.
 */
public final class Cells {

  private static final String CUT = "…";

  private Cells() {}

  /** 0 for what is drawn onto the letter before, 2 for East Asian letters and emoji, else 1. */
  static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  // The blocks of Unicode's EastAsianWidth.txt that are W or F as a whole.
  private static boolean isWide(int c) {
    return c >= 0x1100
        && (c <= 0x115f
            || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
            || (c >= 0xa960 && c <= 0xa97f)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0xffe0 && c <= 0xffe6)
            || (c >= 0x20000 && c <= 0x3fffd)
            || Character.isEmojiPresentation(c));
  }

  public static int of(String text) {
    return text.codePoints().map(Cells::of).sum();
  }

  /** The text, its end cut off where it takes more than {@code most} cells. */
  public static String fit(String text, int most) {
    if (of(text) <= most) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int room = Math.max(0, most - 1);
    PrimitiveIterator.OfInt letters = text.codePoints().iterator();
    while (letters.hasNext()) {
      int letter = letters.nextInt();
      room -= of(letter);
      if (room < 0) {
        break;
      }
      kept.appendCodePoint(letter);
    }
    return most < 1 ? "" : kept + CUT;
  }

  /** The text, its beginning cut off where it takes more than {@code most} cells. */
  public static String fitEnd(String text, int most) {
    String reversed = new StringBuilder(text).reverse().toString();
    return of(text) <= most ? text : new StringBuilder(fit(reversed, most)).reverse().toString();
  }

  /** The text, followed by spaces until it takes {@code width} cells. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  /** A model may write anything, escape sequences too: what is no letter becomes a space. */
  public static String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069&&[^\\n]]", " ");
  }
}
