package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When someone can't meet, or would rather not: NATURAL PLAN takes a preference for a constraint.
 *
 * @param who a name, or {@link #EVERYONE}
 */
record Absence(String who, Cause cause, DayOfWeek day, Span span) {

  static final String EVERYONE = "The group";

  enum Cause {
    MEETING,
    PREFERENCE
  }

  boolean rulesOut(Slot slot) {
    return day == slot.day() && span.overlaps(slot.span());
  }

  boolean isPreferenceAgainstMeetingLate() {
    return cause == Cause.PREFERENCE && span.from() > 0 && span.to() == Span.DAY_END;
  }

  /** Meetings of one person on one day belong together in a sentence; preferences stand alone. */
  static List<List<Absence>> grouped(List<Absence> absences) {
    return List.copyOf(
        absences.stream()
            .collect(
                Collectors.groupingBy(
                    absence ->
                        absence.cause == Cause.MEETING
                            ? List.of(absence.who, absence.day)
                            : List.of(absence),
                    LinkedHashMap::new,
                    Collectors.toList()))
            .values());
  }

  /** A group in the form that {@link AbsenceReader} reads. */
  static String sentence(List<Absence> group) {
    Absence first = group.getFirst();
    return first.cause == Cause.PREFERENCE
        ? first.wish() + "."
        : group.stream()
            .map(absence -> Clock.show(absence.span))
            .collect(
                Collectors.joining(
                    ", ", first.who + " is busy on " + Week.show(first.day) + " during ", "."));
  }

  private String wish() {
    String wish = who + " would rather not meet on " + Week.show(day);
    if (span.equals(Span.WHOLE_DAY)) {
      return wish;
    }
    if (span.from() == 0) {
      return wish + " before " + Clock.show(span.to());
    }
    return span.to() == Span.DAY_END
        ? wish + " after " + Clock.show(span.from())
        : wish + " during " + Clock.show(span);
  }
}
