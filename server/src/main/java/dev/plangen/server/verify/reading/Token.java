package dev.plangen.server.verify.reading;

/**
 * A piece of a text.
 *
 * @param text of a word, folded: lower case, no accents; of a number, its digits; of a sign, the
 *     sign, with dashes as "-" and arrows as "→"
 * @param original as it was written
 * @param spaced whether there is space, or nothing, before it
 */
public record Token(Kind kind, String text, String original, boolean spaced) {

  /** What a token is. */
  public enum Kind {
    WORD,
    /** ASCII digits only: signs, points and commas are tokens of their own. */
    NUMBER,
    SIGN,
    LINE_END
  }

  private static final int MOST_DIGITS = 6;

  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  public boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  /** Whether it is a number that is small enough to be a day, a count or a time. */
  public boolean isSmallNumber() {
    return kind == Kind.NUMBER && text.length() <= MOST_DIGITS;
  }

  /** Of a {@linkplain #isSmallNumber() small number}. */
  public int value() {
    return Integer.parseInt(text);
  }

  /** Whether it is a sign that stands for a number: a digit that is not ASCII, "½", "Ⅸ". */
  public boolean isNumeric() {
    int sign = original.codePointAt(0);
    return kind == Kind.SIGN
        && switch (Character.getType(sign)) {
          case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
              true;
          default -> false;
        };
  }

  public boolean capitalised() {
    return kind == Kind.WORD && Character.isUpperCase(original.codePointAt(0));
  }
}
