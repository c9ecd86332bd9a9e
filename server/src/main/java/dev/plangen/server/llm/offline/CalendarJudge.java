package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks a proposed meeting against each constraint. */
final class CalendarJudge {

  private static final Pattern SLOT =
      Pattern.compile(
          "(?:\\b(?<day>"
              + Week.DAY
              + ")\\b[\\s,:*]*(?:(?:at|from|between|during)\\s+)?)?(?<from>"
              + Clock.TIME
              + ")\\s*(?:-|–|—|to|until|till|and)\\s*(?<to>"
              + Clock.TIME
              + ")");

  private CalendarJudge() {}

  static Judgement judge(CalendarProblem problem, String plan) {
    return slot(problem, plan)
        .map(slot -> Judgement.of(findings(problem, slot)))
        .orElseGet(() -> NoPlan.judge(plan, CalendarSolver.solve(problem).isPresent()));
  }

  /** The first slot in the text; one without a day is meant for the only day, if there is one. */
  private static Optional<Slot> slot(CalendarProblem problem, String plan) {
    Matcher found = SLOT.matcher(plan);
    while (found.find()) {
      int from = Clock.minutes(found.group("from"));
      int to = Clock.minutes(found.group("to"));
      String day = found.group("day");
      if (from < to && (day != null || problem.days().size() == 1)) {
        return Optional.of(
            new Slot(day == null ? problem.days().getFirst() : Week.day(day), new Span(from, to)));
      }
    }
    return Optional.empty();
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
