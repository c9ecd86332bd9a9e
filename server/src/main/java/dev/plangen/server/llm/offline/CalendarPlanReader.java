package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a proposed meeting, or the beginning of one, that any model may have written. */
final class CalendarPlanReader {

  private static final Pattern SLOT =
      Pattern.compile(
          "(?:\\b(?<day>"
              + Week.DAY
              + ")\\b[\\s,:*]*(?:(?:at|from|between|during)\\s+)?)?(?<from>"
              + Clock.TIME
              + ")\\s*(?:-|–|—|to|until|till|and)\\s*(?<to>"
              + Clock.TIME
              + ")");

  private static final Pattern DAY = Pattern.compile("\\b" + Week.DAY + "\\b");

  private CalendarPlanReader() {}

  /** The first slot in the text; one without a day is meant for the only day, if there is one. */
  static Optional<Slot> slot(CalendarProblem problem, String plan) {
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

  /** Whether the text says from when to when, on whatever day. */
  static boolean namesTimes(String text) {
    return SLOT.matcher(text).find();
  }

  /** The last day that is named: of two steps that name one, the later holds. */
  static Optional<DayOfWeek> day(String text) {
    return DAY.matcher(text)
        .results()
        .map(found -> Week.day(found.group()))
        .reduce((_, later) -> later);
  }
}
