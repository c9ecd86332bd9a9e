package dev.plangen.server.verify.reading;

import dev.plangen.server.verify.reading.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into tokens. Markdown's emphasis, headings and quotes leave no token; a table's bars
 * become commas; whatever else is no letter, digit or space becomes a sign, so that nothing that
 * could matter is lost.
 */
public final class Lexer {

  private static final String ARROW = "→";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean spaced = true;

  private Lexer(String text) {
    this.text = text;
  }

  public static List<Token> lex(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.at < text.length()) {
      lexer.step();
    }
    return HalfOfDay.join(lexer.tokens);
  }

  private void step() {
    int c = text.codePointAt(at);
    if (isLineEnd(c)) {
      add(Kind.LINE_END, "\n", at + 1);
      spaced = true;
    } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      at += Character.charCount(c);
      spaced = true;
    } else if (isInvisible(c) || isMarkup(c)) {
      at += Character.charCount(c);
    } else if (isDigit(c)) {
      add(Kind.NUMBER, null, endOfDigits());
    } else if (Character.isLetter(c)) {
      word();
    } else {
      sign(c);
    }
  }

  private void word() {
    int end = endOfWord();
    String original = text.substring(at, end);
    String folded = Fold.word(original);
    if (folded.endsWith("'s") && folded.length() > 2) {
      int stem = end - 2;
      add(Kind.WORD, folded.substring(0, folded.length() - 2), stem);
      add(Kind.WORD, "'s", end);
    } else {
      add(Kind.WORD, folded, end);
    }
  }

  private void sign(int c) {
    int end = at + Character.charCount(c);
    boolean shaft = isDash(c) || c == '=';
    if (isApostrophe(c) && isLoneS(end)) {
      add(Kind.WORD, "'s", end + 1);
    } else if (c == '→' || c == '⇒' || c == '➔' || c == '➡') {
      add(Kind.SIGN, ARROW, end);
    } else if (shaft && end < text.length() && text.charAt(end) == '>') {
      add(Kind.SIGN, ARROW, end + 1);
    } else if (isDash(c)) {
      add(Kind.SIGN, "-", end);
    } else if (c == '|') {
      add(Kind.SIGN, ",", end);
    } else {
      add(Kind.SIGN, null, end);
    }
  }

  private void add(Kind kind, @Nullable String folded, int end) {
    String original = text.substring(at, end);
    tokens.add(new Token(kind, folded == null ? original : folded, original, spaced));
    at = end;
    spaced = false;
  }

  private int endOfDigits() {
    int end = at;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfWord() {
    int end = at;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      boolean inside = Character.isLetter(c) || isMark(c) || isInnerApostrophe(c, end);
      if (!inside) {
        return end;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  private boolean isLoneS(int index) {
    return index < text.length()
        && text.charAt(index) == 's'
        && (index + 1 == text.length() || !Character.isLetter(text.codePointAt(index + 1)));
  }

  private static boolean isApostrophe(int c) {
    return c == '\'' || c == '’' || c == '‘';
  }

  private boolean isInnerApostrophe(int c, int index) {
    return isApostrophe(c)
        && index + 1 < text.length()
        && Character.isLetter(text.codePointAt(index + 1));
  }

  /** Of Markdown; a ">" only where it begins a line. */
  private boolean isMarkup(int c) {
    return c == '*' || c == '_' || c == '`' || c == '#' || (c == '>' && beginsLine());
  }

  private boolean beginsLine() {
    return tokens.isEmpty() || tokens.getLast().kind() == Kind.LINE_END;
  }

  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT || c == 0xFE0F;
  }

  private static boolean isMark(int c) {
    return Character.getType(c) == Character.NON_SPACING_MARK && c != 0xFE0F;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLineEnd(int c) {
    return c == '\n'
        || c == '\r'
        || c == 0x0B
        || c == '\f'
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  private static boolean isDash(int c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == '−';
  }
}
