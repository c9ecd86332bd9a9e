package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads when a person does not want to meet, behind the name. */
final class Wishes {

  private static final Phrase REFUSES =
      Phrase.of(
          "can not meet",
          "cannot meet",
          "can't meet",
          "do not want to meet",
          "does not want to meet",
          "don't want to meet",
          "doesn't want to meet",
          "would rather not meet",
          "would prefer not to meet",
          "would like to avoid more meetings",
          "would like to avoid meetings");
  private static final Phrase DURING = Phrase.of("during", "between", "from");

  private Wishes() {}

  static boolean takeRefusal(Cursor cursor) {
    return cursor.take(REFUSES);
  }

  /**
   * "on Monday before 10:00", "on Monday", "before 10:00". Empty, with the cursor anywhere, if that
   * is not all that is said.
   *
   * @param days what is meant where no day is named
   */
  static Optional<List<Slot>> takeWhen(Cursor cursor, Set<DayOfWeek> days) {
    if (cursor.takeWord("on")) {
      return takeBounds(cursor);
    }
    return cursor.isAtEnd()
        ? Optional.empty()
        : bounds(cursor)
            .map(span -> days.stream().map(day -> new Slot(day, span.from(), span.to())).toList());
  }

  /** "Thursday after 16:30". */
  static Optional<List<Slot>> takeBounds(Cursor cursor) {
    Optional<DayOfWeek> day = ProblemClock.takeDay(cursor);
    if (day.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProblemClock.Span> span =
        cursor.isAtEnd() ? Optional.of(new ProblemClock.Span(0, Minutes.DAY)) : bounds(cursor);
    return span.map(found -> List.of(new Slot(day.get(), found.from(), found.to())));
  }

  private static Optional<ProblemClock.Span> bounds(Cursor cursor) {
    Optional<ProblemClock.Span> span = Optional.empty();
    if (cursor.takeWord("before")) {
      span = span(OptionalInt.of(0), ProblemClock.takeTime(cursor));
    } else if (cursor.takeWord("after")) {
      span = span(ProblemClock.takeTime(cursor), OptionalInt.of(Minutes.DAY));
    } else if (cursor.take(DURING)) {
      span = ProblemClock.takeSpan(cursor);
    }
    return cursor.isAtEnd() ? span : Optional.empty();
  }

  private static Optional<ProblemClock.Span> span(OptionalInt from, OptionalInt to) {
    return from.isPresent() && to.isPresent() && from.getAsInt() < to.getAsInt()
        ? Optional.of(new ProblemClock.Span(from.getAsInt(), to.getAsInt()))
        : Optional.empty();
  }
}
