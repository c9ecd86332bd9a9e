package dev.plangen.server.verify.reading;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A few words that are read as one, in all the ways in which they may be written. */
public final class Phrase {

  private final List<List<Token>> ways;

  private Phrase(List<List<Token>> ways) {
    this.ways = ways;
  }

  /**
   * A phrase.
   *
   * @param ways each some words; where one begins another, the longer one is taken
   */
  public static Phrase of(String... ways) {
    return new Phrase(
        Arrays.stream(ways)
            .map(Lexer::lex)
            .sorted(Comparator.comparingInt((List<Token> way) -> way.size()).reversed())
            .toList());
  }

  /** How many tokens it takes at this place; 0 if it is not there. */
  int matchAt(List<Token> tokens, int at) {
    for (List<Token> way : ways) {
      if (startsWith(tokens, at, way)) {
        return way.size();
      }
    }
    return 0;
  }

  private static boolean startsWith(List<Token> tokens, int at, List<Token> way) {
    if (tokens.size() - at < way.size()) {
      return false;
    }
    for (int i = 0; i < way.size(); i++) {
      Token token = tokens.get(at + i);
      if (token.kind() != way.get(i).kind() || !token.text().equals(way.get(i).text())) {
        return false;
      }
    }
    return true;
  }
}
