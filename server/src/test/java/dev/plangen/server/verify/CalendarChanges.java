package dev.plangen.server.verify;

import dev.plangen.server.verify.CalendarCase.Meeting;
import java.time.DayOfWeek;

/** Every meeting on any day of the week, right or wrong. */
final class CalendarChanges {

  private static final int STEP = 15;

  private CalendarChanges() {}

  static void of(CalendarCase problem, Changes changes) {
    for (DayOfWeek day : DayOfWeek.values()) {
      for (int from = 8 * 60; from < 18 * 60; from += STEP) {
        for (int change = -STEP; change <= STEP; change += STEP) {
          Meeting meeting = new Meeting(day, from, from + problem.length() + change);
          changes.take(
              change == 0 ? "moved meetings" : "meetings too short or too long",
              problem.isRight(meeting),
              meeting.plan());
        }
      }
    }
  }
}
