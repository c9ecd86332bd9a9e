package dev.plangen.server.verify.calendar;

import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.verify.finding.Assessment;
import dev.plangen.server.verify.finding.NoOpinion;
import dev.plangen.server.verify.finding.NoSolution;
import dev.plangen.server.verify.finding.RunConstraints;
import dev.plangen.server.verify.reading.Reading;
import dev.plangen.server.verify.reading.Words;
import java.util.List;

/** Proves or refutes a plan for a calendar problem, or says why it does neither. */
public final class CalendarProof {

  private CalendarProof() {}

  /** Thread-safe. Does not block. */
  public static Opinion of(PlanUnderTest plan) {
    return switch (CalendarProblemReader.read(plan.problem())) {
      case Reading.Unclear<CalendarProblem>(String reason) -> NoOpinion.because(reason);
      case Reading.Clear<CalendarProblem>(CalendarProblem problem) -> of(plan, problem);
    };
  }

  private static Opinion of(PlanUnderTest plan, CalendarProblem problem) {
    RunConstraints<CalendarFact> constraints =
        RunConstraints.read(plan.constraints(), new CalendarConstraintReader(problem)::read);
    return switch (CalendarPlanReader.read(plan.text(), problem)) {
      case Reading.Unclear<CalendarPlanReader.Answer>(String reason) -> NoOpinion.because(reason);
      case Reading.Clear<CalendarPlanReader.Answer>(CalendarPlanReader.Answer.NoTime()) ->
          NoSolution.claimed(CalendarSearch.earliest(problem).map(Slot::text), constraints);
      case Reading.Clear<CalendarPlanReader.Answer>(
              CalendarPlanReader.Answer.Meeting(List<Slot> meanings)) ->
          of(meanings, problem, constraints);
    };
  }

  /** A plan that can mean two times is wrong if both are. */
  private static Opinion of(
      List<Slot> meanings, CalendarProblem problem, RunConstraints<CalendarFact> constraints) {
    List<Opinion> opinions =
        meanings.stream()
            .map(
                slot ->
                    new Assessment<>(slot.text(), problem.demands(), constraints)
                        .of(new CalendarCheck(problem, slot)::find))
            .toList();
    boolean clear =
        opinions.size() == 1
            || opinions.stream().allMatch(opinion -> opinion.ruling() == Ruling.VETOED);
    return clear
        ? opinions.getFirst()
        : NoOpinion.because(
            "the plan can mean " + Words.list(meanings.stream().map(Slot::text).toList()));
  }
}
