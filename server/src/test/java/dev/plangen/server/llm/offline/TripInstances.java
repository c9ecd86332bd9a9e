package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Trips made up around a hidden order of the cities. */
final class TripInstances {

  private static final List<String> CITIES =
      List.of(
          "Bern",
          "Graz",
          "Linz",
          "Oslo",
          "Rome",
          "Riga",
          "Nice",
          "New Ross",
          "St. Gallen",
          "Split");
  private static final List<String> STAYS =
      List.of("You would like to visit %s for %d days.", "You plan to stay in %s for %d days.");
  private static final List<String> EVENTS =
      List.of(
          "You have to attend a workshop in %s between day %d and day %d.",
          "You would like to meet your friends at %s between day %d and day %d to tour together.",
          "You plan to visit relatives in %s between day %d and day %d.");
  private static final List<String> EVENTS_DAYS_FIRST =
      List.of(
          "During day %2$d and day %3$d, you have to attend a conference in %1$s.",
          "From day %2$d to day %3$d, there is a annual show you want to attend in %1$s.");

  /** First and last day in a city. */
  record Window(String city, int first, int last) {}

  /**
   * @param flights each way on its own, as "A>B"
   */
  record Instance(
      String text,
      int days,
      Map<String, Integer> stays,
      List<Window> windows,
      Set<String> flights) {}

  private TripInstances() {}

  static Instance make(Random random) {
    List<String> order = new ArrayList<>(CITIES);
    Collections.shuffle(order, random);
    order = order.subList(0, 2 + random.nextInt(9));
    Map<String, Integer> stays = new HashMap<>();
    List<String> sentences = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    int day = 1;
    for (String city : order) {
      int days = 2 + random.nextInt(5);
      int last = day + days - 1;
      stays.put(city, days);
      String sentence =
          random.nextInt(3) == 0
              ? "You want to spend %d days in %s.".formatted(days, city)
              : pick(STAYS, random).formatted(city, days);
      if (random.nextInt(3) == 0) {
        int first = day + random.nextInt(2);
        windows.add(new Window(city, first, last));
        List<String> forms = random.nextBoolean() ? EVENTS : EVENTS_DAYS_FIRST;
        sentence += " " + pick(forms, random).formatted(city, first, last);
      }
      sentences.add(sentence);
      day = last;
    }
    Collections.shuffle(sentences, random);
    Set<String> flights = new HashSet<>();
    List<String> listed = new ArrayList<>();
    for (int i = 0; i + 1 < order.size(); i++) {
      addFlight(order.get(i), order.get(i + 1), flights, listed, random);
    }
    for (int i = random.nextInt(2 * order.size()); i > 0; i--) {
      String from = pick(order, random);
      String to = pick(order, random);
      if (!from.equals(to)) {
        addFlight(from, to, flights, listed, random);
      }
    }
    Collections.shuffle(listed, random);
    String text =
        "You plan to visit %d European cities for %d days in total. You only take direct flights to"
                .formatted(order.size(), day)
            + " commute between cities. "
            + String.join(" ", sentences)
            + "\n\nHere are the cities that have direct flights:\n"
            + String.join(", ", listed)
            + ".\n\nFind a trip plan of visiting the cities for %d days by taking direct flights to"
                .formatted(day)
            + " commute between them.";
    return new Instance(text, day, stays, windows, flights);
  }

  private static void addFlight(
      String from, String to, Set<String> flights, List<String> listed, Random random) {
    flights.add(from + ">" + to);
    if (random.nextInt(4) == 0) {
      listed.add("from " + from + " to " + to);
    } else {
      flights.add(to + ">" + from);
      listed.add(random.nextBoolean() ? from + " and " + to : to + " and " + from);
    }
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
