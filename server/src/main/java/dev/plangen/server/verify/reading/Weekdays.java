package dev.plangen.server.verify.reading;

import static java.util.Map.entry;

import java.time.DayOfWeek;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of the days of the week. */
public final class Weekdays {

  private static final Map<String, DayOfWeek> BY_NAME =
      Map.ofEntries(
          entry("monday", DayOfWeek.MONDAY),
          entry("tuesday", DayOfWeek.TUESDAY),
          entry("wednesday", DayOfWeek.WEDNESDAY),
          entry("thursday", DayOfWeek.THURSDAY),
          entry("friday", DayOfWeek.FRIDAY),
          entry("saturday", DayOfWeek.SATURDAY),
          entry("sunday", DayOfWeek.SUNDAY));

  private Weekdays() {}

  /**
   * The day of that name.
   *
   * @param word folded
   */
  public static Optional<DayOfWeek> find(String word) {
    return Optional.ofNullable(BY_NAME.get(word));
  }

  static boolean isWeekday(String word) {
    return BY_NAME.containsKey(word);
  }

  /** As English writes it: "Monday". */
  public static String name(DayOfWeek day) {
    return day.name().charAt(0) + day.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
