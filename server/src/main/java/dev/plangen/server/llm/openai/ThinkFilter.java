package dev.plangen.server.llm.openai;

/**
 * Takes reasoning out of a text that arrives in pieces: a {@code <think>} block at its beginning
 * (white space before it allowed) and the white space after it. A block that never ends is
 * reasoning to the end; a tag anywhere else is text.
 *
 * <p>For one text and one thread.
 */
final class ThinkFilter {

  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private enum Place {
    BEGINNING,
    REASONING,
    GAP,
    TEXT
  }

  private Place place = Place.BEGINNING;

  /** What can't be judged before more arrives. */
  private final StringBuilder held = new StringBuilder();

  /** The text that is certain now, of what was held back and this piece; may be empty. */
  String filter(String piece) {
    if (place == Place.TEXT) {
      return piece;
    }
    held.append(piece);
    if (place == Place.BEGINNING) {
      lookForOpening();
    }
    if (place == Place.REASONING) {
      lookForClosing();
    }
    if (place == Place.GAP) {
      held.delete(0, whiteSpace());
      place = held.isEmpty() ? Place.GAP : Place.TEXT;
    }
    return place == Place.TEXT ? release() : "";
  }

  /** Nothing more arrives: what was held back and has turned out to be text. */
  String end() {
    return place == Place.BEGINNING ? release() : "";
  }

  private void lookForOpening() {
    int start = whiteSpace();
    String seen = held.substring(start);
    if (seen.startsWith(OPEN)) {
      held.delete(0, start + OPEN.length());
      place = Place.REASONING;
    } else if (!OPEN.startsWith(seen)) {
      place = Place.TEXT;
    }
  }

  private void lookForClosing() {
    int end = held.indexOf(CLOSE);
    if (end >= 0) {
      held.delete(0, end + CLOSE.length());
      place = Place.GAP;
    } else {
      // Only its end may be the beginning of the tag.
      held.delete(0, Math.max(0, held.length() - CLOSE.length() + 1));
    }
  }

  private int whiteSpace() {
    int end = 0;
    while (end < held.length() && Character.isWhitespace(held.charAt(end))) {
      end++;
    }
    return end;
  }

  private String release() {
    String text = held.toString();
    held.setLength(0);
    return text;
  }
}
