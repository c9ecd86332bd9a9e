package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A meeting to schedule.
 *
 * @param minutes how long it lasts
 * @param hours the work hours, the same on each day
 * @param days the days that are open for it, in the order of the problem
 * @param earliest whether it must be the first time at which all can meet
 * @param unread constraints given beside the problem that are not understood
 */
record CalendarProblem(
    List<String> people,
    int minutes,
    Span hours,
    List<DayOfWeek> days,
    List<Absence> absences,
    boolean earliest,
    List<String> unread)
    implements Problem {

  CalendarProblem {
    people = List.copyOf(people);
    days = List.copyOf(days);
    absences = absences.stream().distinct().toList();
    unread = List.copyOf(unread);
  }

  CalendarProblem withAbsences(List<Absence> others) {
    return new CalendarProblem(people, minutes, hours, days, others, earliest, unread);
  }

  /** The same meeting with a day already chosen, whether the problem allows it or not. */
  CalendarProblem on(DayOfWeek day) {
    return new CalendarProblem(people, minutes, hours, List.of(day), absences, earliest, unread);
  }

  String timeSentence() {
    return "The meeting lasts "
        + Clock.showLength(minutes)
        + " and takes place within the work hours of "
        + Clock.show(hours)
        + " on "
        + Week.show(days)
        + ".";
  }

  String earliestSentence() {
    return Absence.EVERYONE + " would like to meet at their earliest availability.";
  }

  @Override
  public List<String> constraints() {
    List<String> sentences = new ArrayList<>();
    sentences.add(timeSentence());
    for (String person : people) {
      if (absences.stream().noneMatch(absence -> absence.who().equals(person))) {
        sentences.add(person + " is free at any time.");
      }
    }
    Absence.grouped(absences).forEach(group -> sentences.add(Absence.sentence(group)));
    if (earliest) {
      sentences.add(earliestSentence());
    }
    return sentences;
  }

  @Override
  public String plan() {
    return CalendarSolver.solve(this).map(Slot::plan).orElse(NoPlan.STATEMENT);
  }

  @Override
  public String wrongPlan(Noise noise) {
    return CalendarSlips.slot(this, noise).plan();
  }

  @Override
  public Judgement judge(String plan) {
    return CalendarJudge.judge(this, plan);
  }

  @Override
  public boolean areSame(String plan, String other) {
    Optional<Slot> slot = CalendarPlanReader.slot(this, plan);
    return slot.isPresent()
        ? slot.equals(CalendarPlanReader.slot(this, other))
        : plan.strip().equals(other.strip());
  }

  @Override
  public Draft draft(String steps) {
    return new CalendarDraft(this, steps);
  }

  /** The day and the time. */
  @Override
  public int steps() {
    return 2;
  }
}
