package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.CalendarFact.Away;
import java.time.DayOfWeek;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the earliest meeting that keeps everything, by going through each day once. Exhaustive: an
 * earliest meeting begins with the work hours or where someone becomes free.
 */
final class CalendarSearch {

  private CalendarSearch() {}

  static Optional<Slot> earliest(CalendarProblem problem) {
    List<Away> aways =
        problem.demands().stream()
            .flatMap(demand -> demand.facts().stream())
            .filter(Away.class::isInstance)
            .map(Away.class::cast)
            .sorted(Comparator.comparingInt(Away::from))
            .toList();
    return problem.days().stream()
        .flatMap(day -> earliest(problem, day, aways).stream())
        .findFirst();
  }

  private static Optional<Slot> earliest(CalendarProblem problem, DayOfWeek day, List<Away> aways) {
    int length = problem.length().minutes();
    int from = problem.hours().from();
    for (Away away : aways) {
      if (away.day() == day && away.from() < from + length) {
        from = Math.max(from, away.to());
      }
    }
    return from + length <= problem.hours().to()
        ? Optional.of(new Slot(day, from, from + length))
        : Optional.empty();
  }
}
