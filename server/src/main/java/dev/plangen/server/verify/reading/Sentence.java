package dev.plangen.server.verify.reading;

import java.util.List;
import java.util.stream.Collectors;

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

  private static final int MOST_QUOTED = 40;

  public Sentence {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("a sentence has a token");
    }
  }

  /** Its beginning, for a person. */
  public String quote() {
    String words =
        tokens.stream()
            .limit(MOST_QUOTED)
            .map(token -> (token.spaced() ? " " : "") + token.original())
            .collect(Collectors.joining())
            .strip();
    return "\"" + words + (tokens.size() > MOST_QUOTED ? " …" : "") + "\"";
  }
}
