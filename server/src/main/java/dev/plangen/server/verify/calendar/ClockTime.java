package dev.plangen.server.verify.calendar;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A time as somebody wrote it.
 *
 * @param hour 0 to 24, on a 12-hour clock 1 to 12
 * @param precise whether it has minutes or a half of the day: a bare "9" may be a count of things
 */
record ClockTime(int hour, int minute, Half half, boolean precise) {

  /** Which half of the day, if that was said. */
  enum Half {
    AM,
    PM,
    UNSAID
  }

  private static final int HALF_DAY = 12 * Minutes.HOUR;

  ClockTime {
    if (!isTime(hour, minute, half)) {
      throw new IllegalArgumentException("no time of day: " + hour + ":" + minute + " " + half);
    }
  }

  /** A 24-hour time may have a superfluous "pm". */
  static boolean isTime(int hour, int minute, Half half) {
    boolean onClock =
        (half == Half.UNSAID || (half == Half.PM && hour > 12))
            ? hour * Minutes.HOUR + minute <= Minutes.DAY
            : hour >= 1 && hour <= 12;
    return onClock && hour >= 0 && minute >= 0 && minute < Minutes.HOUR;
  }

  /** Minutes since midnight on the 24-hour clock of the problems, if no half of the day is said. */
  private int plain() {
    return hour * Minutes.HOUR + minute;
  }

  private int inHalf(Half which) {
    int past = hour == 12 ? minute : plain();
    return which == Half.PM && hour <= 12 ? past + HALF_DAY : past;
  }

  /**
   * What it can mean alone: as the 24-hour clock says; where that lies before the work hours, also
   * in the afternoon.
   */
  List<Integer> meanings(CalendarFact.Hours work) {
    if (half != Half.UNSAID) {
      return List.of(inHalf(half));
    }
    return canBeAfternoon() && plain() < work.from()
        ? List.of(plain(), plain() + HALF_DAY)
        : List.of(plain());
  }

  private boolean canBeAfternoon() {
    return hour >= 1 && hour < 12;
  }

  /** What two times can mean as beginning and end, most often one thing. */
  static List<Range> ranges(ClockTime from, ClockTime to, CalendarFact.Hours work) {
    if (from.half == Half.UNSAID && to.half == Half.UNSAID) {
      return unsaid(from, to, work);
    }
    if (to.half == Half.UNSAID) {
      int start = from.inHalf(from.half);
      return Stream.of(to.plain(), to.plain() + HALF_DAY)
          .filter(end -> end > start && (end == to.plain() || to.canBeAfternoon()))
          .limit(1)
          .map(end -> new Range(start, end))
          .toList();
    }
    int end = to.inHalf(to.half);
    IntStream starts =
        from.half != Half.UNSAID
            ? IntStream.of(from.inHalf(from.half))
            : from.hour == 0 || from.hour > 12
                ? IntStream.of(from.plain())
                : IntStream.of(from.inHalf(to.half), from.inHalf(Half.AM)).filter(s -> s < end);
    return starts.limit(1).mapToObj(start -> new Range(start, end)).toList();
  }

  private static List<Range> unsaid(ClockTime from, ClockTime to, CalendarFact.Hours work) {
    int start = from.plain();
    int end = to.plain();
    if (start >= end && to.canBeAfternoon() && start < end + HALF_DAY && from.hour <= 12) {
      // "11:30 - 1:00"
      return List.of(new Range(start, end + HALF_DAY));
    }
    Range plain = new Range(start, end);
    return from.canBeAfternoon() && to.canBeAfternoon() && start < work.from()
        ? List.of(plain, new Range(start + HALF_DAY, end + HALF_DAY))
        : List.of(plain);
  }

  /** Minutes since midnight. What a plan states may end before it begins. */
  record Range(int from, int to) {}
}
