package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Days of the week in English. */
final class Week {

  /** The name of a day, to be used inside other patterns; has no groups. */
  static final String DAY = "(?i:mon|tues|wednes|thurs|fri|satur|sun)day";

  private static final Pattern PATTERN = Pattern.compile("\\b" + DAY);

  private Week() {}

  static DayOfWeek day(String name) {
    return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
  }

  static List<DayOfWeek> daysIn(String text) {
    return PATTERN.matcher(text).results().map(found -> day(found.group())).distinct().toList();
  }

  static String show(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  static String show(List<DayOfWeek> days) {
    return days.stream().map(Week::show).collect(Collectors.joining(" or "));
  }
}
