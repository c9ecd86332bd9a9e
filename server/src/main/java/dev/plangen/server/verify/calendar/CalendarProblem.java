package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.finding.Demand;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A calendar problem, wholly understood.
 *
 * @param people who meets, as the problem spells them
 * @param days on which the meeting may be, in the order of the week
 * @param demands all that it demands
 */
record CalendarProblem(
    List<String> people,
    CalendarFact.Length length,
    CalendarFact.Hours hours,
    Set<DayOfWeek> days,
    List<Demand<CalendarFact>> demands) {

  CalendarProblem {
    people = List.copyOf(people);
    demands = List.copyOf(demands);
  }

  /** The day, if there is but one. */
  Optional<DayOfWeek> onlyDay() {
    return days.size() == 1 ? Optional.of(days.iterator().next()) : Optional.empty();
  }
}
