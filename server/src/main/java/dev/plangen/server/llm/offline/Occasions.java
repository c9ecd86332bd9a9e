package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads "on Monday during 9:00 to 9:30, 11:00 to 12:00, Tuesday before 10:30". */
final class Occasions {

  private static final Pattern TERM =
      Pattern.compile(
          "(?<day>"
              + Week.DAY
              + ")s?\\b"
              + "|(?i:(?:during|between|from)\\s+)?(?<from>"
              + Clock.TIME
              + ")\\s*(?:-|–|to|and|until|till)\\s*(?<to>"
              + Clock.TIME
              + ")"
              + "|(?i:before|until|earlier than|prior to)\\s+(?<before>"
              + Clock.TIME
              + ")"
              + "|(?i:after|later than|past|from)\\s+(?<after>"
              + Clock.TIME
              + ")"
              + "|[\\s,;.]+|(?i:on|and|or|either|also|at|any time|in the day)\\b");

  private final List<DayOfWeek> allDays;
  private final List<Slot> read = new ArrayList<>();
  private List<DayOfWeek> days = new ArrayList<>();
  private List<Span> spans = new ArrayList<>();

  private Occasions(List<DayOfWeek> allDays) {
    this.allDays = allDays;
  }

  /**
   * Reads all of the text, or nothing: empty if any of it is not understood.
   *
   * @param allDays what a time without a day is meant for
   */
  static Optional<List<Slot>> read(String text, List<DayOfWeek> allDays) {
    Occasions occasions = new Occasions(allDays);
    Matcher term = TERM.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!term.region(at, text.length()).lookingAt() || !occasions.take(term)) {
        return Optional.empty();
      }
      at = term.end();
    }
    occasions.endGroup();
    return Optional.of(occasions.read);
  }

  /** False if the term makes no sense. */
  private boolean take(Matcher term) {
    if (term.group("day") != null) {
      if (!days.isEmpty() && !spans.isEmpty()) {
        endGroup();
      }
      days.add(Week.day(term.group("day")));
    } else if (term.group("from") != null) {
      int from = Clock.minutes(term.group("from"));
      int to = Clock.minutes(term.group("to"));
      if (from >= to) {
        return false;
      }
      spans.add(new Span(from, to));
    } else if (term.group("before") != null) {
      spans.add(new Span(0, Clock.minutes(term.group("before"))));
    } else if (term.group("after") != null) {
      spans.add(new Span(Clock.minutes(term.group("after")), Span.DAY_END));
    }
    return true;
  }

  /** Every span of a group is meant for every day of it. */
  private void endGroup() {
    for (DayOfWeek day : days.isEmpty() ? allDays : days) {
      for (Span span : spans.isEmpty() ? List.of(Span.WHOLE_DAY) : spans) {
        read.add(new Slot(day, span));
      }
    }
    days = new ArrayList<>();
    spans = new ArrayList<>();
  }
}
