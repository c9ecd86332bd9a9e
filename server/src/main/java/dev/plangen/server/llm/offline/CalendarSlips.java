package dev.plangen.server.llm.offline;

import java.util.List;
import java.util.Optional;

/** The errors that models make with meetings. */
final class CalendarSlips {

  private static final int SHIFT_MINUTES = 30;
  private static final int ATTEMPTS = 4;

  private CalendarSlips() {}

  /**
   * A slot that breaks something: most often it overlooks one absence, or is a shifted right one.
   */
  static Slot slot(CalendarProblem problem, Noise noise) {
    if (noise.strikes(0.3)) {
      Optional<Slot> shifted = shifted(problem, noise);
      if (shifted.isPresent()) {
        return shifted.get();
      }
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Slot> slot = overlooking(problem, noise);
      if (slot.isPresent()) {
        return slot.get();
      }
    }
    return shifted(problem, noise).orElseGet(() -> ofWrongLength(problem, noise));
  }

  /** Forgets one absence, and more of them until that makes a difference. */
  private static Optional<Slot> overlooking(CalendarProblem problem, Noise noise) {
    List<Absence> seen = noise.shuffled(problem.absences());
    while (!seen.isEmpty()) {
      seen = seen.subList(1, seen.size());
      Optional<Slot> slot =
          CalendarSolver.solve(problem.withAbsences(seen)).filter(s -> isWrong(problem, s));
      if (slot.isPresent()) {
        return slot;
      }
    }
    return Optional.empty();
  }

  private static Optional<Slot> shifted(CalendarProblem problem, Noise noise) {
    return CalendarSolver.solve(problem)
        .flatMap(
            right ->
                noise.shuffled(List.of(-2, -1, 1, 2)).stream()
                    .map(steps -> right.span().from() + steps * SHIFT_MINUTES)
                    .filter(start -> start >= problem.hours().from())
                    .map(start -> new Span(start, start + problem.minutes()))
                    .filter(problem.hours()::contains)
                    .map(span -> new Slot(right.day(), span))
                    .filter(slot -> isWrong(problem, slot))
                    .findFirst());
  }

  /** Wrong whatever the problem says. */
  private static Slot ofWrongLength(CalendarProblem problem, Noise noise) {
    int minutes = problem.minutes();
    int wrong = minutes > SHIFT_MINUTES ? minutes - SHIFT_MINUTES : minutes + SHIFT_MINUTES;
    int start = Math.min(problem.hours().from(), Span.DAY_END - wrong);
    return new Slot(noise.pick(problem.days()), new Span(start, start + wrong));
  }

  private static boolean isWrong(CalendarProblem problem, Slot slot) {
    return CalendarJudge.findings(problem, slot).stream().anyMatch(Finding::isBroken);
  }
}
