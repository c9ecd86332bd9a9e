package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import java.util.Map;
import java.util.OptionalInt;

/** Reads how long something lasts: "half an hour", "one hour", "90 minutes", "1.5 hours". */
final class Durations {

  private static final Phrase HALF_HOUR =
      Phrase.of("half an hour", "a half hour", "half hour", "half-hour", "a half-hour");
  private static final Phrase HOUR_AND_HALF =
      Phrase.of(
          "one and a half hours",
          "an hour and a half",
          "one hour and a half",
          "1.5 hours",
          "1 hour and 30 minutes",
          "1 hour 30 minutes");
  private static final Phrase MINUTES =
      Phrase.of("minutes", "minute", "mins", "min", "-minute", "-minutes", "-min");
  private static final Phrase HOURS = Phrase.of("hours", "hour", "hrs", "hr", "-hour", "h");
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("a", 1),
          Map.entry("an", 1),
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("thirty", 30),
          Map.entry("sixty", 60),
          Map.entry("ninety", 90));

  private Durations() {}

  /** In minutes; empty if there is none at this place. */
  static OptionalInt take(Cursor cursor) {
    if (cursor.take(HALF_HOUR)) {
      return OptionalInt.of(Minutes.HOUR / 2);
    }
    if (cursor.take(HOUR_AND_HALF)) {
      return OptionalInt.of(3 * Minutes.HOUR / 2);
    }
    int place = cursor.place();
    OptionalInt number = cursor.takeNumber(NUMBERS);
    if (number.isPresent() && number.getAsInt() <= Minutes.DAY) {
      if (cursor.take(MINUTES)) {
        return number;
      }
      if (cursor.take(HOURS)) {
        return OptionalInt.of(number.getAsInt() * Minutes.HOUR);
      }
    }
    cursor.goBackTo(place);
    return OptionalInt.empty();
  }
}
