package dev.plangen.server.verify.math;

import dev.plangen.server.verify.math.MathToken.Kind;
import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a line into numbers, operators and whatever is neither. Linear in its length. */
final class MathLexer {

  /** Bullets and numbers of lists: the "-" of "- 3 + 4" is none of its operators. */
  private static final Pattern LIST_MARK =
      Pattern.compile("\\s{0,80}(?:[-*+•]|\\d{1,3}[.)]|\\(\\d{1,3}\\)|[a-zA-Z][.)])\\s");

  private static final Map<String, Kind> WORDS =
      Map.of(
          "plus", Kind.PLUS,
          "minus", Kind.MINUS,
          "times", Kind.TIMES,
          "equals", Kind.EQUALS,
          "percent", Kind.PERCENT);

  /** What they mean with a number beside them is no plain expression. */
  private static final Set<String> UNCLEAR_WORDS =
      Words.set(
          """
          abs arccos arcsin arctan average base billion ceil ceiling choose cos cubed day days degrees dozen
          equation exp factorial floor gcd hundred item lcm ln log max mean median million min mod
          modulo option page pages part point power question rem remainder root round sin sqrt squared step
          sum tan thousand trillion version
          """);

  private final String line;
  private final List<MathToken> tokens = new ArrayList<>();
  private int at;

  private MathLexer(String line) {
    this.line = line;
    Matcher mark = LIST_MARK.matcher(line);
    this.at = mark.lookingAt() ? mark.end() : 0;
  }

  static List<MathToken> lex(String line) {
    MathLexer lexer = new MathLexer(line);
    while (lexer.at < line.length()) {
      lexer.step();
    }
    return lexer.tokens;
  }

  private void step() {
    int c = line.codePointAt(at);
    int end = at + Character.charCount(c);
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      at = end;
    } else if (isDigit(at) || (c == '.' && isDigit(end) && !isDigit(at - 1))) {
      number();
    } else if (Character.isLetter(c) || c == '\\') {
      word(c == '\\' ? end : at);
    } else if (c == '*') {
      star();
    } else {
      symbol(c, end);
    }
  }

  private void number() {
    int end = at;
    while (isDigit(end) || ((is(end, '.') || is(end, ',')) && isDigit(end + 1))) {
      end++;
    }
    String written = line.substring(at, end);
    boolean glued =
        end < line.length() && Character.isLetter(line.codePointAt(end)) && !timesAt(end);
    add(
        Numerals.isPlain(written) && !glued ? Kind.NUMBER : Kind.UNCLEAR,
        written.replace(",", ""),
        end);
  }

  /** Letters, and digits behind them: "x2" is one name. */
  private void word(int start) {
    int end = start;
    while (end < line.length() && goesOn(start, end)) {
      end += Character.charCount(line.codePointAt(end));
    }
    String word = line.substring(start, end).toLowerCase(Locale.ROOT);
    boolean command = start > at;
    if (timesAt(at)) {
      add(Kind.TIMES, "x", at + 1);
    } else if (command) {
      command(word, end);
    } else if (word.equals("of") && afterValue()) {
      add(afterShare() ? Kind.TIMES : Kind.UNCLEAR, word, end);
    } else if (word.equals("divided") && line.startsWith(" by ", end)) {
      add(Kind.DIVIDED_BY, word, end + " by".length());
    } else if (WORDS.containsKey(word)) {
      add(WORDS.getOrDefault(word, Kind.UNCLEAR), word, end);
    } else {
      add(isUnclear(word, end) ? Kind.UNCLEAR : Kind.BOUNDARY, word, end);
    }
  }

  private boolean goesOn(int start, int index) {
    boolean apostrophe = is(index, '\'') || is(index, '’');
    return Character.isLetter(line.codePointAt(index))
        || (index > start && isDigit(index))
        || (index > start
            && apostrophe
            && index + 1 < line.length()
            && Character.isLetter(line.codePointAt(index + 1)));
  }

  /** Variables have one letter; what has a bracket right behind it is a function. */
  private boolean isUnclear(String word, int end) {
    return word.length() == 1
        || UNCLEAR_WORDS.contains(word)
        || is(end, '(')
        || word.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private boolean afterValue() {
    return !tokens.isEmpty() && tokens.getLast().kind().endsValue();
  }

  /** "20 % of 50", "1/2 of 10". */
  private boolean afterShare() {
    int size = tokens.size();
    return tokens.getLast().kind() == Kind.PERCENT
        || (size >= 3
            && tokens.get(size - 2).kind() == Kind.DIVIDED_BY
            && tokens.get(size - 3).kind() == Kind.NUMBER);
  }

  /** An x between two numbers. */
  private boolean timesAt(int index) {
    if (!is(index, 'x') && !is(index, 'X')) {
      return false;
    }
    int next = index + 1;
    while (is(next, ' ')) {
      next++;
    }
    boolean behind = index > 0 && (isDigit(index - 1) || is(index - 1, ' ') || is(index - 1, ')'));
    return behind
        && (isDigit(next) || is(next, '(') || is(next, '$'))
        && (isDigit(index - 1) || afterValue());
  }

  /** LaTeX's. */
  private void command(String name, int end) {
    switch (name) {
      case "times", "cdot" -> add(Kind.TIMES, name, end);
      case "div" -> add(Kind.DIVIDED_BY, name, end);
      case "approx" -> add(Kind.ABOUT_EQUALS, name, end);
      case "left", "right", "," -> at = end;
      case "" -> escaped();
      default -> add(Kind.UNCLEAR, name, end);
    }
  }

  /** "\%", and the brackets around a formula. */
  private void escaped() {
    Kind kind =
        is(at + 1, '%')
            ? Kind.PERCENT
            : is(at + 1, '(') || is(at + 1, ')') || is(at + 1, '[') || is(at + 1, ']')
                ? Kind.BOUNDARY
                : Kind.UNCLEAR;
    add(kind, "\\", Math.min(at + 2, line.length()));
  }

  /** A product, a power, or Markdown's emphasis. */
  private void star() {
    int end = at + 1;
    boolean two = is(end, '*');
    if (two) {
      end++;
    }
    boolean spaced = is(at - 1, ' ');
    boolean operator = afterValue() && spaced == is(end, ' ') && startsValue(end);
    if (operator) {
      add(two ? Kind.TO_THE_POWER : Kind.TIMES, two ? "**" : "*", end);
    } else {
      at = end;
    }
  }

  private boolean startsValue(int index) {
    int next = index;
    while (is(next, ' ')) {
      next++;
    }
    return isDigit(next) || is(next, '(') || is(next, '$') || is(next, '-') || is(next, '.');
  }

  private void symbol(int c, int end) {
    switch (c) {
      case '+' -> add(Kind.PLUS, "+", end);
      case '-', '−', '–' -> add(is(end, '>') ? Kind.BOUNDARY : Kind.MINUS, "-", arrow(end));
      case '×', '·', '⋅', '∙', '✕' -> add(Kind.TIMES, "×", end);
      case '/', '÷', '∕', '⁄' -> add(Kind.DIVIDED_BY, "/", end);
      case '^' -> add(Kind.TO_THE_POWER, "^", end);
      case '²' -> power("2", end);
      case '³' -> power("3", end);
      case '(', '[' -> add(Kind.OPEN, "(", end);
      case ')', ']' -> add(Kind.CLOSE, ")", end);
      case '%' -> add(Kind.PERCENT, "%", end);
      case '=' -> equalsSign(end);
      case '≈', '≃', '≅' -> add(Kind.ABOUT_EQUALS, "≈", end);
      case '<', '>', '≤', '≥', '≠', '→', '⇒' ->
          add(Kind.BOUNDARY, "<", is(end, '=') ? end + 1 : end);
      case '$', '€', '£', '¥' -> at = end;
      case ':' -> add(is(end, '=') || isDigit(end) ? Kind.UNCLEAR : Kind.BOUNDARY, ":", end);
      case ',', ';', '"', '“', '”', '|', '`', '—', '•', '✓', '✔', '✅' ->
          add(Kind.BOUNDARY, ",", end);
      case '.' -> add(is(end, '.') ? Kind.UNCLEAR : Kind.BOUNDARY, ".", end);
      default -> add(Kind.UNCLEAR, "?", end);
    }
  }

  private int arrow(int end) {
    return is(end, '>') ? end + 1 : end;
  }

  private void power(String exponent, int end) {
    add(Kind.TO_THE_POWER, "^", at);
    add(Kind.NUMBER, exponent, end);
  }

  /**
   * "==" is "="; "=>" is an arrow; behind an operator, as in "!=" or "+=", it is something else.
   */
  private void equalsSign(int end) {
    boolean glued =
        !tokens.isEmpty()
            && tokens.getLast().to() == at
            && (tokens.getLast().kind() == Kind.UNCLEAR || tokens.getLast().kind().isOperator());
    if (glued) {
      add(Kind.UNCLEAR, "=", end);
    } else if (is(end, '>')) {
      add(Kind.BOUNDARY, "=>", end + 1);
    } else if (is(end, '~') || is(end + 1, '~')) {
      add(Kind.ABOUT_EQUALS, "≈", is(end, '~') ? end + 1 : end + 2);
    } else {
      add(Kind.EQUALS, "=", is(end, '=') ? end + 1 : end);
    }
  }

  private void add(Kind kind, String text, int end) {
    tokens.add(new MathToken(kind, text, at, end));
    at = end;
  }

  private boolean is(int index, char c) {
    return index >= 0 && index < line.length() && line.charAt(index) == c;
  }

  private boolean isDigit(int index) {
    return index >= 0
        && index < line.length()
        && line.charAt(index) >= '0'
        && line.charAt(index) <= '9';
  }
}
