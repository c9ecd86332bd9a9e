package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.finding.Finding;
import dev.plangen.server.verify.reading.Weekdays;
import dev.plangen.server.verify.reading.Words;
import java.time.DayOfWeek;
import java.util.Optional;
import java.util.Set;

/** Holds a meeting against single facts of its problem. */
record CalendarCheck(CalendarProblem problem, Slot slot) {

  Finding find(CalendarFact fact) {
    return switch (fact) {
      case CalendarFact.Length(int minutes) -> length(minutes);
      case CalendarFact.Hours hours -> hours(hours);
      case CalendarFact.Days(var days) -> days(days);
      case CalendarFact.Earliest() -> earliest();
      case CalendarFact.Away away ->
          away.day() == slot.day() && slot.from() < away.to() && away.from() < slot.to()
              ? new Finding.Broken(away.words())
              : new Finding.Kept(slot.text() + " keeps clear of it");
    };
  }

  private Finding hours(CalendarFact.Hours hours) {
    boolean within = slot.from() >= hours.from() && slot.to() <= hours.to();
    String reason =
        "%s %s within %s–%s"
            .formatted(
                slot.text(),
                within ? "lies" : "is not",
                Minutes.clock(hours.from()),
                Minutes.clock(hours.to()));
    return within ? new Finding.Kept(reason) : new Finding.Broken(reason);
  }

  private Finding days(Set<DayOfWeek> days) {
    String day = Weekdays.name(slot.day());
    return days.contains(slot.day())
        ? new Finding.Kept(day + " is one of the days")
        : new Finding.Broken(day + " is not one of the days");
  }

  private Finding length(int minutes) {
    int stated = slot.to() - slot.from();
    if (stated == minutes) {
      return new Finding.Kept("it lasts " + Words.count(minutes, "minute"));
    }
    return new Finding.Broken(
        stated <= 0
            ? "the meeting ends before it begins"
            : "the meeting lasts %s and must last %s"
                .formatted(Words.count(stated, "minute"), Words.count(minutes, "minute")));
  }

  private Finding earliest() {
    Optional<Slot> earliest = CalendarSearch.earliest(problem);
    if (earliest.isEmpty()) {
      return new Finding.Broken("there is no time at all that suits everyone");
    }
    Slot first = earliest.get();
    int order = first.day().compareTo(slot.day());
    boolean same = order == 0 && first.from() == slot.from();
    boolean before = order < 0 || (order == 0 && first.from() < slot.from());
    String reason = "the earliest time that suits everyone is " + first.text();
    if (same) {
      return new Finding.Kept(reason);
    }
    return before ? new Finding.Outdone(reason) : new Finding.Broken(reason);
  }
}
