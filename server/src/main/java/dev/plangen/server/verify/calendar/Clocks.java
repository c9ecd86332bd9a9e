package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.ClockTime.Half;
import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Token.Kind;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads times in free wording: "9", "9:30", "9:30am", "9 a.m.", "noon", "14:30". */
final class Clocks {

  private static final Phrase NOON = Phrase.of("noon", "midday", "12 noon");
  private static final Set<String> JOINTS = Set.of(".", ":", "/", ",", "'");

  private Clocks() {}

  /** Empty, with the cursor where it was, if there is none. */
  static Optional<ClockTime> take(Cursor cursor) {
    if (cursor.take(NOON)) {
      return Optional.of(new ClockTime(12, 0, Half.PM, true));
    }
    int place = cursor.place();
    Optional<ClockTime> time = digits(cursor);
    if (time.isEmpty()) {
      cursor.goBackTo(place);
    }
    return time;
  }

  private static Optional<ClockTime> digits(Cursor cursor) {
    boolean twoDigits = cursor.peek().filter(token -> token.text().length() <= 2).isPresent();
    OptionalInt hour = twoDigits ? cursor.takeNumber() : OptionalInt.empty();
    if (hour.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt minute = minute(cursor);
    if (goesOn(cursor)) {
      return Optional.empty();
    }
    Half half = half(cursor);
    boolean precise = minute.isPresent() || half != Half.UNSAID;
    return ClockTime.isTime(hour.getAsInt(), minute.orElse(0), half)
        ? Optional.of(new ClockTime(hour.getAsInt(), minute.orElse(0), half, precise))
        : Optional.empty();
  }

  private static OptionalInt minute(Cursor cursor) {
    if (cursor.peek().filter(ProblemClock::isGluedColon).isEmpty()
        || cursor.peek(1).filter(ProblemClock::isMinute).isEmpty()) {
      return OptionalInt.empty();
    }
    cursor.next();
    return OptionalInt.of(cursor.next().value());
  }

  /** "9.5", "9:5", "9:30:15", "9/10" and "9%" are no times. */
  private static boolean goesOn(Cursor cursor) {
    Optional<Token> sign = cursor.peek().filter(token -> !token.spaced());
    return sign.filter(token -> token.isSign("%")).isPresent()
        || (sign.filter(token -> JOINTS.contains(token.text())).isPresent()
            && cursor
                .peek(1)
                .filter(token -> token.kind() == Kind.NUMBER && !token.spaced())
                .isPresent());
  }

  private static Half half(Cursor cursor) {
    if (cursor.takeWord("am")) {
      return Half.AM;
    }
    return cursor.takeWord("pm") ? Half.PM : Half.UNSAID;
  }
}
