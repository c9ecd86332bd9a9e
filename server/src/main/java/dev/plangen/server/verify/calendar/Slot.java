package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Weekdays;
import java.time.DayOfWeek;

/**
 * When a meeting takes place, in minutes since midnight. What a plan states may end before it
 * begins.
 */
record Slot(DayOfWeek day, int from, int to) {

  /** In the form of the benchmark: "Monday, 14:30 - 15:30". */
  String text() {
    return Weekdays.name(day) + ", " + Minutes.clock(from) + " - " + Minutes.clock(to);
  }
}
