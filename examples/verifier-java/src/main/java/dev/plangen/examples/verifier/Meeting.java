package dev.plangen.examples.verifier;

import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** When a plan says that a meeting is. */
record Meeting(String day, LocalTime from, LocalTime to) {

  /** As in "Friday, 14:00 - 14:30" and "on Friday from 9:00 to 10:00". */
  private static final Pattern TIME =
      Pattern.compile(
          "(?<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?(?: from)?"
              + " (?<from>\\d{1,2}:\\d{2})(?: ?[-–] ?| to )(?<to>\\d{1,2}:\\d{2})");

  /**
   * The one meeting of a plan. Empty if it tells of none, of several, or of a time that is none.
   */
  static Optional<Meeting> in(String plan) {
    var found = TIME.matcher(plan).results().map(Meeting::read).distinct().toList();
    return found.size() == 1 ? found.getFirst() : Optional.empty();
  }

  private static Optional<Meeting> read(MatchResult match) {
    Optional<LocalTime> from = time(match.group("from"));
    Optional<LocalTime> to = time(match.group("to"));
    return from.isPresent() && to.isPresent()
        ? Optional.of(new Meeting(match.group("day") + "day", from.get(), to.get()))
        : Optional.empty();
  }

  private static Optional<LocalTime> time(String text) {
    int colon = text.indexOf(':');
    int hour = Integer.parseInt(text.substring(0, colon));
    int minute = Integer.parseInt(text.substring(colon + 1));
    return hour < 24 && minute < 60 ? Optional.of(LocalTime.of(hour, minute)) : Optional.empty();
  }
}
