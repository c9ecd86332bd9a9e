package dev.plangen.examples.evaluate.answer;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads day, start and end of the first {@code Day, H:MM - H:MM} of a plan; if there is none, the
 * first range of times, with the day that stands nearest to it.
 */
public final class MeetingReader implements AnswerReader {

  private static final String DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

  private static final String RANGE =
      "(?<hour>\\d{1,2}):(?<minute>[0-5]\\d)\\s*(?<half>[AaPp]\\.?[Mm]\\b\\.?)?"
          + "\\s*(?:-|–|—|to|until|till|and)\\s*"
          + "(?<endHour>\\d{1,2}):(?<endMinute>[0-5]\\d)\\s*(?<endHalf>[AaPp]\\.?[Mm]\\b\\.?)?";

  private static final Pattern DATED_RANGE =
      Pattern.compile("(?<day>" + DAY + "),?\\s+(?:(?:from|at|between)\\s+)?" + RANGE);

  private static final Pattern ANY_RANGE = Pattern.compile(RANGE);

  private static final Pattern ANY_DAY = Pattern.compile("\\b" + DAY + "\\b");

  private static final int HALF_DAY = 12 * 60;

  @Override
  public Optional<Answer> read(String plan) {
    Matcher dated = DATED_RANGE.matcher(plan);
    if (dated.find()) {
      return meeting(day(dated.group("day")), dated);
    }
    Matcher range = ANY_RANGE.matcher(plan);
    return range.find() ? nearestDay(plan, range).flatMap(day -> meeting(day, range)) : none();
  }

  private static Optional<Answer> none() {
    return Optional.empty();
  }

  private static Optional<DayOfWeek> nearestDay(String plan, MatchResult range) {
    List<MatchResult> days = ANY_DAY.matcher(plan).results().toList();
    MatchResult nearest = null;
    for (MatchResult day : days) {
      if (nearest == null || distance(day, range) < distance(nearest, range)) {
        nearest = day;
      }
    }
    return Optional.ofNullable(nearest).map(day -> day(day.group()));
  }

  private static int distance(MatchResult day, MatchResult range) {
    return day.end() <= range.start() ? range.start() - day.end() : day.start() - range.end();
  }

  private static DayOfWeek day(String name) {
    return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Optional<Answer> meeting(DayOfWeek day, MatchResult range) {
    String endHalf = range.group("endHalf");
    int end = minutes(range.group("endHour"), range.group("endMinute"), endHalf);
    int start = minutes(range.group("hour"), range.group("minute"), range.group("half"));
    // "2:30 - 3:30 pm": both are in the afternoon, but "11:30 - 12:30 pm" is not.
    if (range.group("half") == null && endHalf != null && start + HALF_DAY < end) {
      start += HALF_DAY;
    }
    return start < end && end <= 2 * HALF_DAY
        ? Optional.of(new Meeting(day, start, end))
        : Optional.empty();
  }

  private static int minutes(String hour, String minute, @Nullable String half) {
    int time = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
    if (half == null) {
      return time;
    }
    boolean noonHour = time >= HALF_DAY && time < HALF_DAY + 60;
    boolean afternoon = half.toLowerCase(Locale.ROOT).startsWith("p");
    if (afternoon && !noonHour && time < HALF_DAY) {
      return time + HALF_DAY;
    }
    return !afternoon && noonHour ? time - HALF_DAY : time;
  }
}
