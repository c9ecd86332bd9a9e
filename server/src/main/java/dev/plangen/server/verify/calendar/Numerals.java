package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Words;
import java.util.List;
import java.util.Set;

/** Finds numbers that may be times although they are not read as such: "0900", "9.30", "nine". */
final class Numerals {

  private static final Set<String> SPELT =
      Words.set(
          """
          two three four five six seven eight nine ten eleven twelve fifteen thirty half o'clock past
          quarter
          """);

  /** What a number before them counts. */
  private static final Set<String> COUNTED =
      Words.set("attendees calendars constraints days participants people persons schedules");

  private static final Set<String> LIST_SIGNS = Set.of(")", ".", ":");

  private Numerals() {}

  static boolean mayTellTime(List<Piece> clause) {
    for (int i = 0; i < clause.size(); i++) {
      boolean numeral =
          switch (clause.get(i)) {
            case Piece.Figure figure -> !marksItem(clause, i);
            case Piece.Word(String word) -> SPELT.contains(word);
            case Piece.Sign sign -> false;
            case Piece.Day day -> false;
            case Piece.Times times -> false;
            case Piece.Time time -> false;
            case Piece.Lasting lasting -> false;
            case Piece.Person person -> false;
          };
      if (numeral && !isCount(clause, i + 1)) {
        return true;
      }
    }
    return false;
  }

  /** "1" on a line of its own, "1) …" */
  private static boolean marksItem(List<Piece> clause, int at) {
    return at == 0
        && (clause.size() == 1
            || (clause.get(1) instanceof Piece.Sign(String sign)
                && LIST_SIGNS.contains(sign)
                && !(clause.size() > 2 && clause.get(2) instanceof Piece.Figure)));
  }

  private static boolean isCount(List<Piece> clause, int next) {
    return next < clause.size()
        && clause.get(next) instanceof Piece.Word(String word)
        && COUNTED.contains(word);
  }
}
