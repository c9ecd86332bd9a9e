package dev.plangen.server.verify.math;

import dev.plangen.server.verify.math.MathToken.Kind;
import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the equalities of plain numbers in a text. */
final class Equalities {

  /**
   * Beside an equality they may say that it does not hold, or not quite, or leave something out.
   */
  private static final Set<String> WEIGHING =
      Words.set(
          """
          about almost approx approximately around assume ca can't cannot doesn't error false if
          incorrect instead isn't mistake mistaken modulo nearly never not remainder roughly rounded
          rounding rounds suppose unless untrue wrong
          """);

  private Equalities() {}

  static Stream<Equality> in(String text) {
    return text.lines().flatMap(line -> inLine(line).stream());
  }

  private static List<Equality> inLine(String line) {
    if (line.indexOf('=') < 0 && line.indexOf('≈') < 0 && !line.contains("equals")) {
      return List.of();
    }
    List<MathToken> tokens = MathLexer.lex(line);
    boolean weighed =
        line.indexOf('?') >= 0
            || tokens.stream().anyMatch(token -> WEIGHING.contains(token.text()));
    List<Equality> equalities = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == tokens.size() || !tokens.get(i).kind().isPlain()) {
        equalities.addAll(new Chain(line, tokens, from, i).equalities(weighed));
        from = i + 1;
      }
    }
    return equalities;
  }

  /**
   * A piece of a line with nothing but plain tokens: "2 + 3 = 5 = 10/2".
   *
   * @param from its first token
   * @param to the token behind its last
   */
  private record Chain(String line, List<MathToken> tokens, int from, int to) {

    private List<Equality> equalities(boolean weighed) {
      List<Equality> equalities = new ArrayList<>();
      List<MathToken> chain = tokens.subList(from, to);
      if (chain.stream().noneMatch(token -> token.kind().isRelation())
          || chain.stream().noneMatch(token -> computes(token.kind()))) {
        return equalities;
      }
      Equality.Side left = null;
      boolean exactly = true;
      int start = from;
      for (int i = from; i <= to; i++) {
        if (i == to || tokens.get(i).kind().isRelation()) {
          Equality.Side right = side(start, i);
          if (left != null && isPlain(left) && isPlain(right)) {
            equalities.add(new Equality(left, right, exactly, weighed));
          }
          left = right;
          exactly = i == to || tokens.get(i).kind() == Kind.EQUALS;
          start = i + 1;
        }
      }
      return equalities;
    }

    private static boolean computes(Kind kind) {
      return kind.isOperator() || kind == Kind.PERCENT;
    }

    private static boolean isPlain(Equality.Side side) {
      return !(side.value() instanceof Value.Unclear);
    }

    private Equality.Side side(int start, int end) {
      boolean broken =
          start == end
              || (start == from && isCutAtStart())
              || (end == to && to < tokens.size() && tokens.get(to).kind() == Kind.UNCLEAR);
      if (broken) {
        return new Equality.Side("", new Value.Unclear(), -1);
      }
      List<MathToken> side = tokens.subList(start, end);
      String text = line.substring(side.getFirst().from(), side.getLast().to());
      return new Equality.Side(text, Expression.valueOf(side), decimals(side));
    }

    /** Behind a word, "+ 4" is the end of something else: "3 apples + 4". */
    private boolean isCutAtStart() {
      return from > 0
          && (tokens.get(from - 1).kind() == Kind.UNCLEAR || tokens.get(from).kind().isOperator());
    }

    private static int decimals(List<MathToken> side) {
      boolean percent = side.size() == 2 && side.getLast().kind() == Kind.PERCENT;
      if ((side.size() != 1 && !percent) || side.getFirst().kind() != Kind.NUMBER) {
        return -1;
      }
      String number = side.getFirst().text();
      int point = number.indexOf('.');
      return (point < 0 ? 0 : number.length() - point - 1) + (percent ? 2 : 0);
    }
  }
}
