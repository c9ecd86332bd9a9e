package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a problem says of a person's calendar, behind the name. */
final class Schedules {

  /** The last two without "has", which the benchmark glues to the name. */
  private static final Phrase FREE =
      Phrase.of(
          "is free the entire day",
          "is free the entire week",
          "'s calendar is wide open the entire day",
          "'s calendar is wide open the entire week",
          "has no meetings the whole day",
          "has no meetings the whole week",
          "no meetings the whole day",
          "no meetings the whole week");

  private static final Phrase BUSY =
      Phrase.of(
          "has meetings on",
          "has a meeting on",
          "is busy on",
          "has blocked their calendar on",
          "has blocked his calendar on",
          "has blocked her calendar on");
  private static final Phrase DURING = Phrase.of("during", "from");

  private Schedules() {}

  static boolean takeFree(Cursor cursor) {
    return cursor.take(FREE);
  }

  /** When the person is busy; empty, with the cursor anywhere, if that is not all that is said. */
  static Optional<List<Slot>> takeBusy(Cursor cursor) {
    if (!cursor.take(BUSY)) {
      return Optional.empty();
    }
    List<Slot> times = new ArrayList<>();
    DayOfWeek day = null;
    do {
      Optional<DayOfWeek> named = ProblemClock.takeDay(cursor);
      if (named.isPresent()) {
        day = named.get();
      }
      boolean during = named.isEmpty() || cursor.take(DURING);
      Optional<ProblemClock.Span> span = ProblemClock.takeSpan(cursor);
      if (day == null || !during || span.isEmpty()) {
        return Optional.empty();
      }
      times.add(new Slot(day, span.get().from(), span.get().to()));
    } while (cursor.takeSign(","));
    return cursor.isAtEnd() ? Optional.of(times) : Optional.empty();
  }
}
