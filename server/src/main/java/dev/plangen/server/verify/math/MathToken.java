package dev.plangen.server.verify.math;

/**
 * A piece of a line.
 *
 * @param text of a number, its digits and point, without separators; else as it was written
 * @param from where it begins in the line
 * @param to where it ends
 */
record MathToken(Kind kind, String text, int from, int to) {

  enum Kind {
    NUMBER,
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY,
    TO_THE_POWER,
    OPEN,
    CLOSE,
    PERCENT,
    EQUALS,
    ABOUT_EQUALS,
    /** Ends an expression, and is no part of it: a word, a comma. */
    BOUNDARY,
    /** Makes what it touches no plain expression: a variable, a function, an unknown symbol. */
    UNCLEAR;

    boolean isPlain() {
      return this != BOUNDARY && this != UNCLEAR;
    }

    boolean isRelation() {
      return this == EQUALS || this == ABOUT_EQUALS;
    }

    /** Whether it takes a value on its left and on its right; a sign of a number is MINUS too. */
    boolean isOperator() {
      return switch (this) {
        case PLUS, MINUS, TIMES, DIVIDED_BY, TO_THE_POWER -> true;
        case NUMBER, OPEN, CLOSE, PERCENT, EQUALS, ABOUT_EQUALS, BOUNDARY, UNCLEAR -> false;
      };
    }

    /** Whether a value may end with it. */
    boolean endsValue() {
      return this == NUMBER || this == CLOSE || this == PERCENT;
    }
  }
}
