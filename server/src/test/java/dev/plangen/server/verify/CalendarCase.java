package dev.plangen.server.verify;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A calendar problem in the form of NATURAL PLAN, with its own idea of which meetings are right: it
 * marks every minute that is taken. Times are minutes since midnight.
 *
 * @param busy by person and day
 * @param wishes by person, in the order of the text
 */
record CalendarCase(
    List<String> people,
    int length,
    int from,
    int to,
    List<DayOfWeek> days,
    Map<String, Map<DayOfWeek, List<Span>>> busy,
    Map<String, List<Wish>> wishes,
    boolean earliest) {

  /** From when to when. */
  record Span(int from, int to) {}

  /** Not to meet on a day: before or after a time, or at all. */
  record Wish(DayOfWeek day, Optional<Integer> before, Optional<Integer> after) {}

  /** When a plan proposes to meet. */
  record Meeting(DayOfWeek day, int from, int to) {

    String text() {
      return name(day) + ", " + clock(from) + " - " + clock(to);
    }

    /** As the golden plans say it. */
    String plan() {
      return "Here is the proposed time: " + text();
    }
  }

  private static final List<String> NAMES =
      List.of("Ada", "Bruno", "Chloe", "Dilip", "Esther", "Farid", "Greta", "Hugo");
  private static final int DAY = 24 * 60;

  static String name(DayOfWeek day) {
    return day.name().charAt(0) + day.name().substring(1).toLowerCase(Locale.ROOT);
  }

  static String clock(int minutes) {
    return "%d:%02d".formatted(minutes / 60, minutes % 60);
  }

  /** One with, most often, a few meetings that are right. */
  static CalendarCase random(Random random) {
    int count = 2 + random.nextInt(5);
    List<String> people = new ArrayList<>(NAMES);
    Collections.shuffle(people, random);
    people = List.copyOf(people.subList(0, count));
    List<DayOfWeek> days =
        List.of(DayOfWeek.values()).subList(0, random.nextBoolean() ? 1 : 2 + random.nextInt(4));
    Map<String, Map<DayOfWeek, List<Span>>> busy = new LinkedHashMap<>();
    Map<String, List<Wish>> wishes = new LinkedHashMap<>();
    for (String person : people) {
      Map<DayOfWeek, List<Span>> calendar = new EnumMap<>(DayOfWeek.class);
      if (random.nextInt(6) > 0) {
        for (DayOfWeek day : days) {
          List<Span> spans = spans(random);
          if (!spans.isEmpty()) {
            calendar.put(day, spans);
          }
        }
      }
      busy.put(person, calendar);
      if (random.nextInt(5) == 0) {
        wishes.put(person, wishes(days, random));
      }
    }
    int length = random.nextBoolean() ? 30 : 60;
    return new CalendarCase(people, length, 540, 1020, days, busy, wishes, random.nextInt(4) == 0);
  }

  private static List<Span> spans(Random random) {
    List<Span> spans = new ArrayList<>();
    for (int at = 540; at < 1020; at += 30) {
      if (random.nextInt(100) < 25) {
        int end = Math.min(1020, at + 30 * (1 + random.nextInt(3)));
        spans.add(new Span(at, end));
        at = end;
      }
    }
    return spans;
  }

  private static List<Wish> wishes(List<DayOfWeek> days, Random random) {
    List<Wish> wishes = new ArrayList<>();
    for (DayOfWeek day : days) {
      int time = 570 + 30 * random.nextInt(14);
      switch (random.nextInt(days.size() == 1 ? 2 : 5)) {
        case 0 -> wishes.add(new Wish(day, Optional.of(time), Optional.empty()));
        case 1 -> wishes.add(new Wish(day, Optional.empty(), Optional.of(time)));
        case 2 -> wishes.add(new Wish(day, Optional.empty(), Optional.empty()));
        default -> {}
      }
    }
    return wishes;
  }

  String problem() {
    StringBuilder text = new StringBuilder();
    text.append("You need to schedule a meeting for ")
        .append(list(people, "and"))
        .append(" for ")
        .append(length == 30 ? "half an hour" : "one hour")
        .append(" between the work hours of 9:00 to 17:00 on ")
        .append(days.size() == 1 ? "" : "either ")
        .append(list(days.stream().map(CalendarCase::name).toList(), "or"))
        .append(". \n\nHere are the existing schedules for everyone during the ")
        .append(days.size() == 1 ? "day" : "days")
        .append(": \n");
    int form = 0;
    for (String person : people) {
      text.append(calendar(person, form++)).append('\n');
    }
    text.append('\n');
    for (Map.Entry<String, List<Wish>> entry : wishes.entrySet()) {
      text.append(wishes(entry.getKey(), entry.getValue(), form++));
    }
    if (earliest) {
      text.append("The group would like to meet at their earlist availability.\n");
    }
    return text.append("Find a time that works for everyone's schedule and constraints.")
        .toString();
  }

  private String calendar(String person, int form) {
    Map<DayOfWeek, List<Span>> calendar = busy.getOrDefault(person, Map.of());
    if (calendar.isEmpty()) {
      return person
          + List.of(
                  " is free the entire day.",
                  "'s calendar is wide open the entire day.",
                  "has no meetings the whole day.")
              .get(form % 3);
    }
    return person
        + List.of(" has meetings on ", " is busy on ", " has blocked their calendar on ")
            .get(form % 3)
        + calendar.entrySet().stream()
            .map(entry -> name(entry.getKey()) + " during " + text(entry.getValue()))
            .collect(Collectors.joining(", "))
        + "; ";
  }

  private static String text(List<Span> spans) {
    return spans.stream()
        .map(span -> clock(span.from()) + " to " + clock(span.to()))
        .collect(Collectors.joining(", "));
  }

  private static String wishes(String person, List<Wish> wishes, int form) {
    if (wishes.isEmpty()) {
      return "";
    }
    return person
        + List.of(
                " would rather not meet on ",
                " do not want to meet on ",
                " would like to avoid more meetings on ",
                " can not meet on ")
            .get(form % 4)
        + wishes.stream().map(CalendarCase::text).collect(Collectors.joining(". "))
        + ". ";
  }

  private static String text(Wish wish) {
    return name(wish.day())
        + wish.before().map(time -> " before " + clock(time)).orElse("")
        + wish.after().map(time -> " after " + clock(time)).orElse("");
  }

  private static String list(List<String> items, String last) {
    return items.size() == 1
        ? items.getFirst()
        : String.join(", ", items.subList(0, items.size() - 1))
            + " "
            + last
            + " "
            + items.getLast();
  }

  boolean isRight(Meeting meeting) {
    return isFree(meeting) && (!earliest || first().equals(Optional.of(meeting)));
  }

  /** Minute by minute; nothing else is shared with the verifiers. */
  Optional<Meeting> first() {
    for (DayOfWeek day : days) {
      for (int start = from; start + length <= to; start++) {
        Meeting meeting = new Meeting(day, start, start + length);
        if (isFree(meeting)) {
          return Optional.of(meeting);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isFree(Meeting meeting) {
    if (!days.contains(meeting.day()) || meeting.to() - meeting.from() != length) {
      return false;
    }
    boolean[] taken = taken(meeting.day());
    for (int minute = meeting.from(); minute < meeting.to(); minute++) {
      if (minute < 0 || minute >= DAY || taken[minute]) {
        return false;
      }
    }
    return true;
  }

  private boolean[] taken(DayOfWeek day) {
    boolean[] taken = new boolean[DAY];
    Arrays.fill(taken, 0, from, true);
    Arrays.fill(taken, to, DAY, true);
    for (Map<DayOfWeek, List<Span>> calendar : busy.values()) {
      for (Span span : calendar.getOrDefault(day, List.of())) {
        Arrays.fill(taken, span.from(), span.to(), true);
      }
    }
    for (List<Wish> all : wishes.values()) {
      for (Wish wish : all) {
        if (wish.day() == day) {
          Arrays.fill(taken, wish.after().orElse(0), wish.before().orElse(DAY), true);
        }
      }
    }
    return taken;
  }

  private static final Pattern SPANS =
      Pattern.compile(
          "(\\w+day) during (\\d+:\\d\\d to \\d+:\\d\\d(?:, \\d+:\\d\\d to \\d+:\\d\\d)*)");
  private static final Pattern SPAN = Pattern.compile("(\\d+:\\d\\d) to (\\d+:\\d\\d)");
  private static final Pattern WISH =
      Pattern.compile("(\\w+day)(?: before (\\d+:\\d\\d))?(?: after (\\d+:\\d\\d))?");

  /** Reads a problem of the benchmark, with patterns that look for what is known to be there. */
  static CalendarCase parse(String problem) {
    String[] parts = problem.split("\n\n", -1);
    String opening = parts[0];
    List<DayOfWeek> days = new ArrayList<>();
    Matcher day =
        Pattern.compile("\\w+day").matcher(opening.substring(opening.indexOf("17:00 on")));
    while (day.find()) {
      days.add(DayOfWeek.valueOf(day.group().toUpperCase(Locale.ROOT)));
    }
    Map<String, Map<DayOfWeek, List<Span>>> busy = new LinkedHashMap<>();
    for (String line : parts[1].split("\n", -1)) {
      Map<DayOfWeek, List<Span>> calendar = new EnumMap<>(DayOfWeek.class);
      Matcher spans = SPANS.matcher(line);
      while (spans.find()) {
        List<Span> found = new ArrayList<>();
        Matcher span = SPAN.matcher(spans.group(2));
        while (span.find()) {
          found.add(new Span(minutes(span.group(1)), minutes(span.group(2))));
        }
        calendar.put(DayOfWeek.valueOf(spans.group(1).toUpperCase(Locale.ROOT)), found);
      }
      busy.put(line, calendar);
    }
    Map<String, List<Wish>> wishes = new LinkedHashMap<>();
    List<Wish> all = new ArrayList<>();
    Matcher wish = WISH.matcher(parts[2]);
    while (wish.find()) {
      all.add(
          new Wish(
              DayOfWeek.valueOf(wish.group(1).toUpperCase(Locale.ROOT)),
              Optional.ofNullable(wish.group(2)).map(CalendarCase::minutes),
              Optional.ofNullable(wish.group(3)).map(CalendarCase::minutes)));
    }
    wishes.put("all", all);
    return new CalendarCase(
        List.of(),
        opening.contains("half an hour") ? 30 : 60,
        540,
        1020,
        days,
        busy,
        wishes,
        problem.contains("availability"));
  }

  private static int minutes(String clock) {
    int colon = clock.indexOf(':');
    return 60 * Integer.parseInt(clock.substring(0, colon))
        + Integer.parseInt(clock.substring(colon + 1));
  }
}
