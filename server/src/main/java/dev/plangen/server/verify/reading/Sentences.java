package dev.plangen.server.verify.reading;

import dev.plangen.server.verify.reading.Sentence.End;
import dev.plangen.server.verify.reading.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into sentences: at the end of a line, at a semicolon, and at a full stop, exclamation
 * or question mark that no digit follows at once.
 */
public final class Sentences {

  private final List<Sentence> sentences = new ArrayList<>();
  private final List<Token> open = new ArrayList<>();

  private Sentences() {}

  public static List<Sentence> of(String text) {
    Sentences cut = new Sentences();
    List<Token> tokens = Lexer.lex(text);
    for (int i = 0; i < tokens.size(); i++) {
      cut.take(tokens.get(i), i + 1 == tokens.size() ? null : tokens.get(i + 1));
    }
    cut.close(End.STOP);
    return cut.sentences;
  }

  private void take(Token token, @Nullable Token next) {
    if (token.kind() == Kind.LINE_END) {
      closeLine();
    } else if (token.isSign(";")) {
      close(End.STOP);
    } else if (isMark(token) && !(next != null && next.kind() == Kind.NUMBER && !next.spaced())) {
      close(token.isSign("?") ? End.QUESTION : End.STOP);
    } else {
      open.add(token);
    }
  }

  private static boolean isMark(Token token) {
    return token.isSign(".") || token.isSign("!") || token.isSign("?");
  }

  private void closeLine() {
    if (!open.isEmpty() && open.getLast().isSign(":")) {
      open.removeLast();
      close(End.COLON);
    } else {
      close(End.STOP);
    }
  }

  private void close(End end) {
    if (!open.isEmpty()) {
      sentences.add(new Sentence(open, end));
      open.clear();
    }
  }
}
