package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a proposed meeting against each constraint. */
final class CalendarJudge {

  private CalendarJudge() {}

  static Judgement judge(CalendarProblem problem, String plan) {
    return CalendarPlanReader.slot(problem, plan)
        .map(slot -> Judgement.of(findings(problem, slot)))
        .orElseGet(() -> NoPlan.judge(plan, CalendarSolver.solve(problem).isPresent()));
  }

  static List<Finding> findings(CalendarProblem problem, Slot slot) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.of(problem.timeSentence(), timeFault(problem, slot)));
    for (List<Absence> group : Absence.grouped(problem.absences())) {
      boolean broken = group.stream().anyMatch(absence -> absence.rulesOut(slot));
      findings.add(
          Finding.of(
              Absence.sentence(group),
              broken
                  ? Optional.of("the meeting is from " + Clock.show(slot.span()))
                  : Optional.empty()));
    }
    if (problem.earliest()) {
      findings.add(Finding.of(problem.earliestSentence(), laterThanNeeded(problem, slot)));
    }
    problem.unread().forEach(constraint -> findings.add(Finding.notUnderstood(constraint)));
    return findings;
  }

  /** Whether no finding is broken, without putting any into words: asked for slot after slot. */
  static boolean isRight(CalendarProblem problem, Slot slot) {
    return timeFault(problem, slot).isEmpty()
        && problem.absences().stream().noneMatch(absence -> absence.rulesOut(slot))
        && !(problem.earliest() && laterThanNeeded(problem, slot).isPresent());
  }

  private static Optional<String> timeFault(CalendarProblem problem, Slot slot) {
    if (!problem.days().contains(slot.day())) {
      return Optional.of("the meeting is on " + Week.show(slot.day()));
    }
    if (slot.span().length() != problem.minutes()) {
      return Optional.of("the meeting lasts " + Clock.showLength(slot.span().length()));
    }
    return problem.hours().contains(slot.span())
        ? Optional.empty()
        : Optional.of("the meeting is from " + Clock.show(slot.span()));
  }

  private static Optional<String> laterThanNeeded(CalendarProblem problem, Slot slot) {
    return CalendarSolver.solve(problem)
        .filter(first -> isBefore(problem, first, slot))
        .map(
            first ->
                "all can meet earlier, on %s at %s"
                    .formatted(Week.show(first.day()), Clock.show(first.span().from())));
  }

  private static boolean isBefore(CalendarProblem problem, Slot a, Slot b) {
    return a.day() == b.day()
        ? a.span().from() < b.span().from()
        : problem.days().indexOf(a.day()) < problem.days().indexOf(b.day());
  }
}
