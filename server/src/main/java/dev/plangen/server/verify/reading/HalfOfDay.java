package dev.plangen.server.verify.reading;

import dev.plangen.server.verify.reading.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes "a.m." and "p.m." the words "am" and "pm", whose points end no sentence. */
final class HalfOfDay {

  private HalfOfDay() {}

  static List<Token> join(List<Token> tokens) {
    List<Token> joined = new ArrayList<>(tokens.size());
    int at = 0;
    while (at < tokens.size()) {
      if (startsHalf(tokens, at)) {
        Token letter = tokens.get(at);
        joined.add(
            new Token(Kind.WORD, letter.text() + "m", letter.original() + ".m.", letter.spaced()));
        at += 3;
        // The last point is the abbreviation's own, unless a new sentence begins behind it.
        if (at < tokens.size() && tokens.get(at).isSign(".") && !beginsSentence(tokens, at + 1)) {
          at++;
        }
      } else {
        joined.add(tokens.get(at));
        at++;
      }
    }
    return joined;
  }

  private static boolean startsHalf(List<Token> tokens, int at) {
    return at + 2 < tokens.size()
        && (tokens.get(at).isWord("a") || tokens.get(at).isWord("p"))
        && tokens.get(at + 1).isSign(".")
        && !tokens.get(at + 1).spaced()
        && tokens.get(at + 2).isWord("m")
        && !tokens.get(at + 2).spaced();
  }

  private static boolean beginsSentence(List<Token> tokens, int at) {
    return at >= tokens.size()
        || tokens.get(at).kind() == Kind.LINE_END
        || (tokens.get(at).capitalised() && !Weekdays.isWeekday(tokens.get(at).text()));
  }
}
