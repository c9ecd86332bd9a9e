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

  /**
   * Forgets one absence, and more of them until that makes a difference. From the sixty-fourth on
   * it forgets several at a time, so that thousands of them don't take minutes.
   */
  private static Optional<Slot> overlooking(CalendarProblem problem, Noise noise) {
    List<Absence> absences = noise.shuffled(problem.absences());
    int forgotten = 0;
    while (forgotten < absences.size()) {
      forgotten = Math.min(absences.size(), forgotten + Math.max(1, forgotten / 32));
      List<Absence> seen = absences.subList(forgotten, absences.size());
      Optional<Slot> slot =
          CalendarSolver.solve(problem.withAbsences(seen))
              .filter(s -> !CalendarJudge.isRight(problem, s));
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
                    .filter(start -> start + problem.minutes() <= problem.hours().to())
                    .map(start -> new Span(start, start + problem.minutes()))
                    .map(span -> new Slot(right.day(), span))
                    .filter(slot -> !CalendarJudge.isRight(problem, slot))
                    .findFirst());
  }

  /** Wrong whatever the problem says. */
  private static Slot ofWrongLength(CalendarProblem problem, Noise noise) {
    int minutes = problem.minutes();
    int wrong = minutes > SHIFT_MINUTES ? minutes - SHIFT_MINUTES : minutes + SHIFT_MINUTES;
    int start = Math.min(problem.hours().from(), Span.DAY_END - wrong);
    return new Slot(noise.pick(problem.days()), new Span(start, start + wrong));
  }
}
