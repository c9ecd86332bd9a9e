package dev.plangen.server.llm.offline;

/**
 * A part of a day, in minutes since midnight.
 *
 * @param to exclusive, at most {@link #DAY_END}
 */
record Span(int from, int to) {

  static final int DAY_END = 24 * 60;
  static final Span WHOLE_DAY = new Span(0, DAY_END);

  Span {
    if (from < 0 || from > to || to > DAY_END) {
      throw new IllegalArgumentException("not a part of a day: " + from + " to " + to);
    }
  }

  boolean overlaps(Span other) {
    return from < other.to && other.from < to;
  }

  boolean contains(Span other) {
    return from <= other.from && other.to <= to;
  }

  int length() {
    return to - from;
  }
}
