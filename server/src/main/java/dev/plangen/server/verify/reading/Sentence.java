package dev.plangen.server.verify.reading;

import java.util.List;

/**
 * A sentence, or a line that is none.
 *
 * @param tokens without line ends and without the sign that ends it; never empty
 */
public record Sentence(List<Token> tokens, End end) {

  /** What ends it. */
  public enum End {
    /** A full stop, an exclamation mark, a semicolon, the end of the line or of the text. */
    STOP,
    QUESTION,
    /** A colon at the end of the line: what follows belongs to it. */
    COLON
  }

  private static final int LONGEST_QUOTE = 200;

  public Sentence {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("a sentence has a token");
    }
  }

  /** Its beginning, for a person. */
  public String quote() {
    StringBuilder words = new StringBuilder();
    for (Token token : tokens) {
      words.append(token.spaced() ? " " : "").append(token.original());
      if (words.length() > LONGEST_QUOTE) {
        int end = words.offsetByCodePoints(0, words.codePointCount(0, LONGEST_QUOTE) - 1);
        return "\"" + words.substring(0, end).strip() + " …\"";
      }
    }
    return "\"" + words.toString().strip() + "\"";
  }
}
