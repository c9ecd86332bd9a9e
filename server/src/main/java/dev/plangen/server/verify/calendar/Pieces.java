package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Lexer;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Token.Kind;
import dev.plangen.server.verify.reading.Weekdays;
import dev.plangen.server.verify.reading.Words;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds days, times, durations and participants in sentences of free wording. Immutable. */
final class Pieces {

  private static final Set<String> INTRODUCE_TIMES = Words.set("from between at");
  private static final Set<String> JOIN_TIMES = Words.set("to until till - through");
  private static final Map<String, DayOfWeek> SHORT_DAYS =
      Map.of(
          "mon", DayOfWeek.MONDAY,
          "tue", DayOfWeek.TUESDAY,
          "tues", DayOfWeek.TUESDAY,
          "wed", DayOfWeek.WEDNESDAY,
          "thu", DayOfWeek.THURSDAY,
          "thurs", DayOfWeek.THURSDAY,
          "fri", DayOfWeek.FRIDAY);

  private final Map<String, String> people = new HashMap<>();

  /**
   * @param people as the problem spells them
   */
  Pieces(List<String> people) {
    for (String person : people) {
      Lexer.lex(person).forEach(token -> this.people.put(token.text(), person));
    }
  }

  List<Piece> of(List<Token> tokens) {
    List<Piece> pieces = new ArrayList<>();
    Cursor cursor = new Cursor(tokens);
    while (!cursor.isAtEnd()) {
      pieces.add(next(cursor, pieces.isEmpty() ? Optional.empty() : Optional.of(pieces.getLast())));
    }
    return pieces;
  }

  private Piece next(Cursor cursor, Optional<Piece> before) {
    int place = cursor.place();
    boolean between = isWord(before, "between");
    boolean introduced = between || isIntroduced(before);
    Optional<ClockTime> time = Clocks.take(cursor);
    if (time.isPresent()) {
      Optional<Piece> times = times(cursor, time.get(), introduced, between);
      if (times.isPresent()) {
        return times.get();
      }
      if (time.get().precise() || isWord(before, "at")) {
        return new Piece.Time(time.get());
      }
      cursor.goBackTo(place);
    }
    OptionalInt lasting = Durations.take(cursor);
    if (lasting.isPresent()) {
      return new Piece.Lasting(lasting.getAsInt());
    }
    return single(cursor.next());
  }

  /** A range, if an end follows. Two bare numbers are times only behind "from" or "between". */
  private static Optional<Piece> times(
      Cursor cursor, ClockTime from, boolean introduced, boolean between) {
    int place = cursor.place();
    Optional<Token> joint = cursor.peek();
    if (joint.isPresent()
        && (JOIN_TIMES.contains(joint.get().text()) || (between && joint.get().isWord("and")))) {
      cursor.next();
      Optional<ClockTime> to = Clocks.take(cursor);
      if (to.isPresent() && (introduced || from.precise() || to.get().precise())) {
        return Optional.of(new Piece.Times(from, to.get()));
      }
    }
    cursor.goBackTo(place);
    return Optional.empty();
  }

  private Piece single(Token token) {
    if (token.kind() == Kind.NUMBER || token.isNumeric()) {
      return new Piece.Figure();
    }
    if (token.kind() != Kind.WORD) {
      return new Piece.Sign(token.text());
    }
    String person = people.get(token.text());
    // "Will" is a participant, "will" is a word.
    if (person != null && token.capitalised()) {
      return new Piece.Person(person);
    }
    return Weekdays.find(token.text())
        .or(() -> Optional.ofNullable(SHORT_DAYS.get(token.text())))
        .<Piece>map(Piece.Day::new)
        .orElseGet(() -> new Piece.Word(token.text()));
  }

  private static boolean isIntroduced(Optional<Piece> before) {
    return before
        .filter(piece -> piece instanceof Piece.Word(String word) && INTRODUCE_TIMES.contains(word))
        .isPresent();
  }

  private static boolean isWord(Optional<Piece> piece, String expected) {
    return piece
        .filter(found -> found instanceof Piece.Word(String word) && word.equals(expected))
        .isPresent();
  }
}
