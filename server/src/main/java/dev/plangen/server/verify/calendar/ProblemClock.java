package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Token.Kind;
import dev.plangen.server.verify.reading.Weekdays;
import java.time.DayOfWeek;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads days and times as the problems write them: the 24-hour clock, hours and minutes. */
final class ProblemClock {

  private static final Phrase TO = Phrase.of("to", "-", "until", "till", "and");

  private ProblemClock() {}

  /** From when to when, in minutes since midnight. */
  record Span(int from, int to) {}

  static Optional<DayOfWeek> takeDay(Cursor cursor) {
    Optional<DayOfWeek> day = cursor.peek().flatMap(token -> Weekdays.find(token.text()));
    day.ifPresent(found -> cursor.next());
    return day;
  }

  /** "9:00 to 17:00". Empty, with the cursor anywhere, if it is none or ends before it begins. */
  static Optional<Span> takeSpan(Cursor cursor) {
    OptionalInt from = takeTime(cursor);
    if (from.isEmpty() || !cursor.take(TO)) {
      return Optional.empty();
    }
    OptionalInt to = takeTime(cursor);
    return to.isPresent() && from.getAsInt() < to.getAsInt()
        ? Optional.of(new Span(from.getAsInt(), to.getAsInt()))
        : Optional.empty();
  }

  /** "9:00". Empty, with the cursor anywhere, if it is none. */
  static OptionalInt takeTime(Cursor cursor) {
    OptionalInt hour = cursor.takeNumber();
    boolean colon = cursor.peek().filter(ProblemClock::isGluedColon).isPresent();
    if (hour.isEmpty() || !colon) {
      return OptionalInt.empty();
    }
    cursor.next();
    Optional<Token> minute = cursor.peek().filter(ProblemClock::isMinute);
    if (minute.isEmpty()) {
      return OptionalInt.empty();
    }
    cursor.next();
    int time = hour.getAsInt() * Minutes.HOUR + minute.get().value();
    return time <= Minutes.DAY && !endsInHalf(cursor) ? OptionalInt.of(time) : OptionalInt.empty();
  }

  static boolean isGluedColon(Token token) {
    return token.isSign(":") && !token.spaced();
  }

  static boolean isMinute(Token token) {
    return token.kind() == Kind.NUMBER
        && token.text().length() == 2
        && token.value() < Minutes.HOUR
        && !token.spaced();
  }

  /** "2:00 pm" is not what it seems without its end. */
  private static boolean endsInHalf(Cursor cursor) {
    return cursor.peek().filter(next -> next.isWord("am") || next.isWord("pm")).isPresent();
  }
}
