package dev.plangen.server.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Problems in the forms of the NATURAL PLAN benchmark and of its sizes: meetings of 2 people in up
 * to 5 days or of up to 7 people in one, trips of 3 to 10 cities of which most pairs have a flight.
 * Each has a solution.
 */
public final class NaturalForms {

  private static final List<String> PEOPLE =
      List.of("Michelle", "Steven", "Jerry", "Kathryn", "Charlotte", "Lauren", "Ethan");
  private static final List<String> WEEK =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday");
  private static final List<String> CITIES =
      List.of(
          "Florence",
          "Barcelona",
          "Helsinki",
          "Krakow",
          "Athens",
          "Zurich",
          "Prague",
          "Vienna",
          "Porto",
          "Amsterdam",
          "Riga",
          "Bucharest",
          "Edinburgh",
          "Reykjavik");

  /** From 9:00 to 17:00. */
  private static final int HALF_HOURS = 16;

  private NaturalForms() {}

  public static String meeting(Random random) {
    boolean oneDay = random.nextBoolean();
    List<String> people = shuffled(PEOPLE, random).subList(0, oneDay ? 3 + random.nextInt(5) : 2);
    List<String> days = WEEK.subList(0, oneDay ? 1 : 1 + random.nextInt(5));
    int free = random.nextInt(HALF_HOURS - 1);
    StringBuilder text = new StringBuilder();
    text.append("You need to schedule a meeting for ")
        .append(joined(people, " and "))
        .append(" for one hour between the work hours of 9:00 to 17:00 on ")
        .append(days.size() == 1 ? "" : "either ")
        .append(joined(days, " or "))
        .append(". \n\nHere are the existing schedules for everyone during the day: \n");
    for (String person : people) {
      List<String> times = new ArrayList<>();
      days.forEach(day -> times.add(day + " during " + String.join(", ", busy(free, random))));
      text.append(person)
          .append(" has blocked their calendar on ")
          .append(String.join(", ", times))
          .append("; \n");
    }
    return text.append("\nFind a time that works for everyone's schedule and constraints.")
        .toString();
  }

  /** At least one, and none within the hour from {@code free}. */
  private static List<String> busy(int free, Random random) {
    List<String> times = new ArrayList<>();
    int at = free > 0 ? 0 : 2;
    while (at < HALF_HOURS) {
      int end = Math.min(HALF_HOURS, at + 1 + random.nextInt(2));
      if (end <= free || at >= free + 2) {
        times.add(time(at) + " to " + time(end));
      }
      at = end + 1 + random.nextInt(3);
    }
    return times.isEmpty() ? List.of(free > 0 ? "9:00 to 9:30" : "16:30 to 17:00") : times;
  }

  private static String time(int half) {
    return 9 + half / 2 + (half % 2 == 0 ? ":00" : ":30");
  }

  public static String trip(Random random) {
    List<String> order = shuffled(CITIES, random).subList(0, 3 + random.nextInt(8));
    List<String> stays = new ArrayList<>();
    int day = 1;
    for (String city : order) {
      int days = 2 + random.nextInt(4);
      String event =
          random.nextInt(5) < 2
              ? " You have to attend a workshop in %s between day %d and day %d."
                  .formatted(city, day, day + days - 1)
              : "";
      stays.add("You would like to visit %s for %d days.".formatted(city, days) + event);
      day += days - 1;
    }
    return "You plan to visit %d European cities for %d days in total. You only take direct flights to"
            .formatted(order.size(), day)
        + " commute between cities. "
        + String.join(" ", shuffled(stays, random))
        + "\n\nHere are the cities that have direct flights:\n"
        + String.join(", ", flights(order, random))
        + ".\n\nFind a trip plan of visiting the cities for %d days by taking direct flights to"
            .formatted(day)
        + " commute between them.";
  }

  private static List<String> flights(List<String> order, Random random) {
    List<String> flights = new ArrayList<>();
    for (int a = 0; a < order.size(); a++) {
      for (int b = a + 1; b < order.size(); b++) {
        if (b == a + 1 || random.nextInt(2) == 0) {
          flights.add(order.get(a) + " and " + order.get(b));
        }
      }
    }
    return shuffled(flights, random);
  }

  private static String joined(List<String> names, String last) {
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + last + names.getLast();
  }

  private static <T> List<T> shuffled(List<T> items, Random random) {
    List<T> copy = new ArrayList<>(items);
    Collections.shuffle(copy, random);
    return copy;
  }
}
