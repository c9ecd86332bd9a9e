package dev.plangen.examples.evaluate.answer;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * A meeting.
 *
 * @param start minutes since midnight
 * @param end minutes since midnight, after {@code start}
 */
public record Meeting(DayOfWeek day, int start, int end) implements Answer {

  private static final int DAY_END = 24 * 60;

  public Meeting {
    if (start < 0 || end <= start || end > DAY_END) {
      throw new IllegalArgumentException("no time of a day: " + start + " to " + end);
    }
  }

  @Override
  public String text() {
    return "%s, %s - %s"
        .formatted(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH), clock(start), clock(end));
  }

  private static String clock(int minutes) {
    return "%d:%02d".formatted(minutes / 60, minutes % 60);
  }
}
