package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The beginning of a plan for a meeting. */
record CalendarDraft(CalendarProblem problem, String steps) implements Draft {

  @Override
  public boolean isComplete() {
    return CalendarPlanReader.namesTimes(steps)
        || (day().isEmpty() ? NoPlan.isClaimedIn(steps) : steps.contains(NoPlan.STATEMENT));
  }

  @Override
  public String next(Noise noise) {
    return day()
        .map(day -> timeOn(day, noise))
        .orElseGet(
            () ->
                CalendarSolver.solve(problem)
                    .map(slot -> line(slot.day()))
                    .orElse(NoPlan.STATEMENT));
  }

  @Override
  public Optional<String> slip(Noise noise) {
    if (day().isPresent()) {
      return day().map(day -> CalendarSlips.slot(problem.on(day), noise).plan());
    }
    List<DayOfWeek> wrong = wrongDays();
    return wrong.isEmpty() ? Optional.empty() : Optional.of(line(noise.pick(wrong)));
  }

  @Override
  public int chancesToSlip() {
    boolean dayDecides = CalendarSolver.solve(problem).isPresent() && !wrongDays().isEmpty();
    return dayDecides ? 2 : 1;
  }

  @Override
  public Judgement judge() {
    Optional<Slot> slot = CalendarPlanReader.slot(problem, steps);
    if (slot.isPresent()) {
      return Judgement.ofBeginning(CalendarJudge.findings(problem, slot.get()));
    }
    if (steps.isBlank()) {
      return Judgement.ofBeginning(List.of(Draft.outlook(Optional.empty())));
    }
    return day()
        .filter(_ -> !isComplete())
        .map(day -> Judgement.ofBeginning(findings(day)))
        .orElseGet(() -> NoPlan.judge(steps, CalendarSolver.solve(problem).isPresent()));
  }

  private List<Finding> findings(DayOfWeek day) {
    List<Finding> findings = new ArrayList<>();
    boolean open = problem.days().contains(day);
    findings.add(
        Finding.of(
            "The meeting takes place on " + Week.show(problem.days()),
            open ? Optional.empty() : Optional.of("the day is " + Week.show(day))));
    if (open) {
      findings.add(Draft.outlook(isWrong(day) ? Optional.of(faultOf(day)) : Optional.empty()));
    }
    return findings;
  }

  private String faultOf(DayOfWeek day) {
    return CalendarSolver.solve(problem.on(day)).isPresent()
        ? "all can meet on an earlier day"
        : "there is no time on " + Week.show(day) + " that suits all";
  }

  private Optional<DayOfWeek> day() {
    return CalendarPlanReader.day(steps);
  }

  private List<DayOfWeek> wrongDays() {
    return problem.days().stream().filter(this::isWrong).toList();
  }

  /** Whether no time on that day is right. */
  private boolean isWrong(DayOfWeek day) {
    return CalendarSolver.solve(problem.on(day))
        .filter(slot -> CalendarJudge.isRight(problem, slot))
        .isEmpty();
  }

  private String timeOn(DayOfWeek day, Noise noise) {
    CalendarProblem onDay = problem.on(day);
    return CalendarSolver.solve(onDay).orElseGet(() -> CalendarSlips.slot(onDay, noise)).plan();
  }

  private static String line(DayOfWeek day) {
    return "Day: " + Week.show(day);
  }
}
