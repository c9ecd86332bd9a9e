package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the time at which all can meet. */
final class CalendarSolver {

  private CalendarSolver() {}

  /**
   * The start of a stretch that is free for all, on the first day that has one. The first stretch
   * of that day, except where someone prefers not to meet late on it: that preference is there to
   * rule out what comes after the time that the problem's author had in mind, so it is the last
   * stretch (NATURAL PLAN's own answers, where more than one is right).
   */
  static Optional<Slot> solve(CalendarProblem problem) {
    for (DayOfWeek day : problem.days()) {
      List<Span> stretches = freeStretches(problem, day);
      if (!stretches.isEmpty()) {
        Span stretch = preferredLast(problem, day) ? stretches.getLast() : stretches.getFirst();
        return Optional.of(
            new Slot(day, new Span(stretch.from(), stretch.from() + problem.minutes())));
      }
    }
    return Optional.empty();
  }

  private static boolean preferredLast(CalendarProblem problem, DayOfWeek day) {
    return !problem.earliest()
        && problem.absences().stream()
            .anyMatch(a -> a.day() == day && a.isPreferenceAgainstMeetingLate());
  }

  /** In order; only those that are long enough. */
  private static List<Span> freeStretches(CalendarProblem problem, DayOfWeek day) {
    List<Span> busy =
        problem.absences().stream()
            .filter(absence -> absence.day() == day)
            .map(Absence::span)
            .sorted(Comparator.comparingInt(Span::from))
            .toList();
    List<Span> free = new ArrayList<>();
    int from = problem.hours().from();
    for (Span span : busy) {
      addIfLongEnough(free, from, Math.min(span.from(), problem.hours().to()), problem.minutes());
      from = Math.max(from, span.to());
    }
    addIfLongEnough(free, from, problem.hours().to(), problem.minutes());
    return free;
  }

  private static void addIfLongEnough(List<Span> free, int from, int to, int minutes) {
    if (to - from >= minutes) {
      free.add(new Span(from, to));
    }
  }
}
