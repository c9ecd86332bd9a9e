package dev.plangen.server.llm.offline;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times of day and lengths of time in English, in minutes. */
final class Clock {

  /** A time of day, to be used inside other patterns; has no groups. */
  static final String TIME = "(?:[01]?\\d|2[0-4]):[0-5]\\d(?:\\s*[aApP]\\.?[mM]\\b\\.?)?";

  private static final Pattern LENGTH =
      Pattern.compile(
          "(?:(?<half>half an hour|half-hour|half"
              + " hour)|(?<hours>\\d+(?:\\.\\d+)?|an?|one|two|three|four)(?: |-)hours?(?<more> and"
              + " a half)?|)(?:(?:\\s*(?:and )?)(?<minutes>\\d+|fifteen|thirty|forty-five)(?:"
              + " |-)minutes?)?");

  private static final Map<String, Double> WORDS =
      Map.of(
          "a",
          1.0,
          "an",
          1.0,
          "one",
          1.0,
          "two",
          2.0,
          "three",
          3.0,
          "four",
          4.0,
          "fifteen",
          15.0,
          "thirty",
          30.0,
          "forty-five",
          45.0);

  private Clock() {}

  /** Minutes since midnight of a text that {@link #TIME} matches, at most a day. */
  static int minutes(String time) {
    int colon = time.indexOf(':');
    int hour = Integer.parseInt(time.substring(0, colon));
    int minute = Integer.parseInt(time.substring(colon + 1, colon + 3));
    String half = time.substring(colon + 3).strip().toLowerCase(Locale.ROOT);
    if (half.startsWith("p") && hour < 12) {
      hour += 12;
    } else if (half.startsWith("a") && hour == 12) {
      hour = 0;
    }
    return Math.min(hour * 60 + minute, Span.DAY_END);
  }

  /** "half an hour", "one hour", "1.5 hours", "an hour and a half", "45 minutes". */
  static Optional<Integer> length(String text) {
    Matcher length = LENGTH.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (text.isBlank() || !length.matches()) {
      return Optional.empty();
    }
    double minutes =
        (length.group("half") == null ? 0 : 30)
            + 60 * number(length.group("hours"))
            + (length.group("more") == null ? 0 : 30)
            + number(length.group("minutes"));
    return minutes >= 1 && minutes <= Span.DAY_END
        ? Optional.of((int) Math.round(minutes))
        : Optional.empty();
  }

  private static double number(@Nullable String word) {
    if (word == null) {
      return 0;
    }
    Double known = WORDS.get(word);
    return known == null ? Double.parseDouble(word) : known;
  }

  static String show(int minutes) {
    return "%d:%02d".formatted(minutes / 60, minutes % 60);
  }

  static String show(Span span) {
    return show(span.from()) + " to " + show(span.to());
  }

  static String showLength(int minutes) {
    return switch (minutes) {
      case 30 -> "half an hour";
      case 60 -> "one hour";
      default -> minutes + " minutes";
    };
  }
}
