package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Meetings made up around a hidden time that suits all, half hour by half hour. */
final class CalendarInstances {

  private static final List<String> NAMES =
      List.of("Ada", "Bert", "Cleo", "Dirk", "Ewa", "Finn", "Gus", "Anna", "Ann");
  private static final List<String> WEEK =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday");
  private static final List<String> BUSY =
      List.of("is busy", "has meetings", "has blocked their calendar");
  private static final List<String> FREE =
      List.of("has no meetings the whole day.", " is free the entire day.");
  private static final List<String> WISH =
      List.of(
          "do not want to meet",
          "can not meet",
          "would rather not meet",
          "would like to avoid more meetings");

  /** Half hours from 9:00 to 17:00. */
  static final int HALVES = 16;

  /**
   * @param free by day, then by half hour from 9:00: whether all can meet and want to
   * @param halves how long the meeting lasts, in half hours
   */
  record Instance(
      String text, List<String> days, List<BitSet> free, int halves, boolean earliest) {}

  private CalendarInstances() {}

  static Instance make(Random random) {
    int halves = 1 + random.nextInt(2);
    List<String> days = WEEK.subList(0, 1 + random.nextInt(5));
    List<String> people = new ArrayList<>(NAMES);
    Collections.shuffle(people, random);
    people = people.subList(0, 2 + random.nextInt(6));
    int hiddenDay = random.nextInt(days.size());
    int hiddenStart = random.nextInt(HALVES - halves + 1);
    List<BitSet> free = new ArrayList<>();
    for (int day = 0; day < days.size(); day++) {
      free.add(new BitSet(HALVES));
      free.getLast().set(0, HALVES);
    }
    StringBuilder text = new StringBuilder();
    text.append("You need to schedule a meeting for ")
        .append(String.join(", ", people.subList(0, people.size() - 1)))
        .append(" and ")
        .append(people.getLast())
        .append(halves == 1 ? " for half an hour" : " for one hour")
        .append(" between the work hours of 9:00 to 17:00 on ")
        .append(days.size() == 1 ? "" : "either ")
        .append(String.join(", ", days.subList(0, days.size() - 1)))
        .append(days.size() == 1 ? "" : " or ")
        .append(days.getLast())
        .append(". \n\nHere are the existing schedules for everyone during the day: \n");
    for (String person : people) {
      List<String> times = new ArrayList<>();
      for (int day = 0; day < days.size(); day++) {
        List<String> ranges = new ArrayList<>();
        int at = random.nextInt(4);
        while (at < HALVES) {
          int end = Math.min(HALVES, at + 1 + random.nextInt(3));
          boolean hitsHidden = day == hiddenDay && at < hiddenStart + halves && hiddenStart < end;
          if (!hitsHidden) {
            ranges.add(time(at) + " to " + time(end));
            free.get(day).clear(at, end);
          }
          at = end + 1 + random.nextInt(people.size() + 1);
        }
        if (!ranges.isEmpty()) {
          times.add(days.get(day) + " during " + String.join(", ", ranges));
        }
      }
      text.append(person)
          .append(
              times.isEmpty()
                  ? pick(FREE, random)
                  : " " + pick(BUSY, random) + " on " + String.join(", ", times) + "; ")
          .append("\n");
    }
    text.append("\n");
    if (random.nextBoolean()) {
      addWish(text, people.getFirst(), days, free, hiddenDay, hiddenStart, halves, random);
    }
    boolean earliest = random.nextInt(3) == 0;
    text.append(earliest ? "The group would like to meet at their earlist availability.\n" : "")
        .append("Find a time that works for everyone's schedule and constraints.");
    return new Instance(text.toString(), days, free, halves, earliest);
  }

  private static void addWish(
      StringBuilder text,
      String person,
      List<String> days,
      List<BitSet> free,
      int hiddenDay,
      int hiddenStart,
      int halves,
      Random random) {
    int day = random.nextInt(days.size());
    text.append(person).append(" ").append(pick(WISH, random)).append(" on ").append(days.get(day));
    int from = 0;
    int to = HALVES;
    if (day == hiddenDay) {
      if (random.nextBoolean()) {
        from = hiddenStart + halves;
        text.append(" after ").append(time(from));
      } else {
        to = hiddenStart;
        text.append(" before ").append(time(to));
      }
    }
    text.append(". ");
    free.get(day).clear(from, to);
  }

  static String time(int half) {
    return 9 + half / 2 + (half % 2 == 0 ? ":00" : ":30");
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
