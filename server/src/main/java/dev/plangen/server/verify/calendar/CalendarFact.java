package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Weekdays;
import java.time.DayOfWeek;
import java.util.Set;

/** One thing that a calendar problem demands of the meeting. Times are minutes since midnight. */
sealed interface CalendarFact {

  /** How long the meeting is. */
  record Length(int minutes) implements CalendarFact {}

  /** The hours in which it lies. */
  record Hours(int from, int to) implements CalendarFact {}

  /** The days on which it may be. */
  record Days(Set<DayOfWeek> days) implements CalendarFact {}

  /** It is as early as everyone's schedule and wishes allow. */
  record Earliest() implements CalendarFact {}

  /** Someone can't or won't come then. NATURAL PLAN's golden plans keep wishes like duties. */
  sealed interface Away extends CalendarFact {

    String person();

    DayOfWeek day();

    int from();

    int to();

    /** In words for a person. */
    String words();
  }

  /** Someone has another meeting. */
  record Busy(String person, DayOfWeek day, int from, int to) implements Away {

    @Override
    public String words() {
      return "%s is busy %s–%s on %s"
          .formatted(person, Minutes.clock(from), Minutes.clock(to), Weekdays.name(day));
    }
  }

  /** Someone does not want to meet: before a time, after it, in between, or all day. */
  record Unwilling(String person, DayOfWeek day, int from, int to) implements Away {

    @Override
    public String words() {
      return person + " does not want to meet on " + Weekdays.name(day) + when();
    }

    private String when() {
      if (from == 0) {
        return to == Minutes.DAY ? "" : " before " + Minutes.clock(to);
      }
      return to == Minutes.DAY
          ? " after " + Minutes.clock(from)
          : " " + Minutes.clock(from) + "–" + Minutes.clock(to);
    }
  }
}
