package dev.plangen.server.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A trip problem in the form of NATURAL PLAN, with its own idea of which trips are right: it counts
 * the days one by one.
 *
 * @param stays by city, for how many days
 * @param windows by city, when one must be there
 */
record TripCase(int days, Map<String, Integer> stays, Map<String, Span> windows, Set<Leg> flights) {

  /** From which day to which. */
  record Span(int from, int to) {}

  /** A direct flight, one way. */
  record Leg(String from, String to) {}

  /** A city and the days there. */
  record Visit(String city, int from, int to) {

    int days() {
      return to - from + 1;
    }
  }

  private static final List<String> CITIES =
      List.of(
          "Oslo",
          "Nice",
          "Split",
          "Riga",
          "Porto",
          "Kraków",
          "Zurich",
          "Vienna",
          "Las Palmas",
          "Bonn");

  /** One with at least one right trip, the second component. */
  static Solved random(Random random) {
    int count = 3 + random.nextInt(6);
    List<String> cities = new ArrayList<>(CITIES);
    Collections.shuffle(cities, random);
    List<Visit> trip = new ArrayList<>();
    int day = 1;
    for (String city : cities.subList(0, count)) {
      int stay = 2 + random.nextInt(5);
      trip.add(new Visit(city, day, day + stay - 1));
      day += stay - 1;
    }
    Set<Leg> flights = new LinkedHashSet<>();
    for (int i = 1; i < count; i++) {
      flights.add(new Leg(trip.get(i - 1).city(), trip.get(i).city()));
      if (random.nextInt(4) > 0) {
        flights.add(new Leg(trip.get(i).city(), trip.get(i - 1).city()));
      }
    }
    for (int i = 0; i < count; i++) {
      String from = cities.get(random.nextInt(count));
      String to = cities.get(random.nextInt(count));
      if (!from.equals(to)) {
        flights.add(new Leg(from, to));
        flights.add(new Leg(to, from));
      }
    }
    Map<String, Span> windows = new LinkedHashMap<>();
    for (Visit visit : trip) {
      if (random.nextInt(3) == 0) {
        int from = visit.from() + random.nextInt(visit.days());
        windows.put(visit.city(), new Span(from, from + random.nextInt(visit.to() - from + 1)));
      }
    }
    List<Visit> shuffled = new ArrayList<>(trip);
    Collections.shuffle(shuffled, random);
    Map<String, Integer> stays = new LinkedHashMap<>();
    shuffled.forEach(visit -> stays.put(visit.city(), visit.days()));
    return new Solved(new TripCase(day, stays, windows, flights), trip);
  }

  /** A problem with a right trip. */
  record Solved(TripCase problem, List<Visit> trip) {}

  String problem() {
    StringBuilder text = new StringBuilder();
    text.append("You plan to visit ")
        .append(stays.size())
        .append(" European cities for ")
        .append(days)
        .append(" days in total. You only take direct flights to commute between cities.");
    int form = days;
    for (Map.Entry<String, Integer> stay : stays.entrySet()) {
      text.append(' ').append(stay(stay.getKey(), stay.getValue(), form++));
      Span window = windows.get(stay.getKey());
      if (window != null) {
        text.append(' ').append(window(stay.getKey(), window, form));
      }
    }
    text.append("\n\nHere are the cities that have direct flights:\n");
    Set<Leg> told = new LinkedHashSet<>();
    List<String> pairs = new ArrayList<>();
    for (Leg leg : flights) {
      Leg back = new Leg(leg.to(), leg.from());
      if (!flights.contains(back)) {
        pairs.add("from " + leg.from() + " to " + leg.to());
      } else if (!told.contains(back)) {
        told.add(leg);
        pairs.add(leg.from() + " and " + leg.to());
      }
    }
    return text.append(String.join(", ", pairs))
        .append(".\n\nFind a trip plan of visiting the cities for ")
        .append(days)
        .append(" days by taking direct flights to commute between them.")
        .toString();
  }

  private static String stay(String city, int days, int form) {
    return switch (form % 3) {
      case 0 -> "You would like to visit " + city + " for " + days + " days.";
      case 1 -> "You plan to stay in " + city + " for " + days + " days.";
      default -> "You want to spend " + days + " days in " + city + ".";
    };
  }

  private static String window(String city, Span window, int form) {
    String between = " between day " + window.from() + " and day " + window.to();
    return switch (form % 7) {
      case 0 -> "You want to meet a friend in " + city + between + ".";
      case 1 -> "You plan to visit relatives in " + city + between + ".";
      case 2 -> "You have to attend a workshop in " + city + between + ".";
      case 3 -> "You are going to attend a wedding in " + city + between + ".";
      case 4 -> "You would like to meet your friends at " + city + between + " to tour together.";
      case 5 ->
          "During day %d and day %d, you have to attend a conference in %s."
              .formatted(window.from(), window.to(), city);
      default ->
          "From day %d to day %d, there is a annual show you want to attend in %s."
              .formatted(window.from(), window.to(), city);
    };
  }

  /** As the golden plans say it. */
  String plan(List<Visit> trip) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Here is the trip plan for visiting the %d European cities for %d days:\n"
            .formatted(stays.size(), days));
    for (int i = 0; i < trip.size(); i++) {
      Visit visit = trip.get(i);
      if (i > 0) {
        text.append(
            "\n**Day %d:** Fly from %s to %s."
                .formatted(visit.from(), trip.get(i - 1).city(), visit.city()));
      }
      text.append(
          "\n**Day %d-%d:** %s %s for %d days."
              .formatted(
                  visit.from(),
                  visit.to(),
                  i == 0 ? "Arriving in " + visit.city() + " and visit" : "Visit",
                  visit.city(),
                  visit.days()));
    }
    return text.toString();
  }

  /** In this order, each for as long as demanded; a day of flight counts twice. */
  List<Visit> inOrder(List<String> cities) {
    List<Visit> trip = new ArrayList<>();
    int day = 1;
    for (String city : cities) {
      int stay = stays.getOrDefault(city, 2);
      trip.add(new Visit(city, day, day + stay - 1));
      day += stay - 1;
    }
    return trip;
  }

  /** Day by day; nothing is shared with the verifiers. */
  boolean isRight(List<Visit> trip) {
    List<Set<String>> where = new ArrayList<>();
    for (int day = 0; day <= days; day++) {
      where.add(new LinkedHashSet<>());
    }
    for (Visit visit : trip) {
      for (int day = visit.from(); day <= visit.to(); day++) {
        if (day < 1 || day > days) {
          return false;
        }
        where.get(day).add(visit.city());
      }
    }
    for (int i = 1; i < trip.size(); i++) {
      Visit from = trip.get(i - 1);
      Visit to = trip.get(i);
      if (from.to() != to.from() || !flights.contains(new Leg(from.city(), to.city()))) {
        return false;
      }
    }
    Map<String, Long> counted =
        where.stream()
            .flatMap(Set::stream)
            .collect(Collectors.groupingBy(city -> city, Collectors.counting()));
    boolean counts =
        counted.keySet().equals(stays.keySet())
            && stays.entrySet().stream()
                .allMatch(
                    stay -> counted.getOrDefault(stay.getKey(), 0L) == (long) stay.getValue());
    boolean present =
        windows.entrySet().stream()
            .allMatch(
                window -> {
                  for (int day = window.getValue().from(); day <= window.getValue().to(); day++) {
                    if (!where.get(day).contains(window.getKey())) {
                      return false;
                    }
                  }
                  return true;
                });
    return counts
        && present
        && where.subList(1, where.size()).stream().noneMatch(Set::isEmpty)
        && trip.size() == stays.size();
  }

  private static final Pattern STAY =
      Pattern.compile("(?:visit|stay in) (\\p{L}+) for (\\d+) days|spend (\\d+) days in (\\p{L}+)");
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?:in|at) (\\p{L}+) between day (\\d+) and day (\\d+)"
              + "|(?:During|From) day (\\d+) (?:and|to) day (\\d+), [^.]* in (\\p{L}+)\\.");
  private static final Pattern VISIT =
      Pattern.compile(
          "Day (\\d+)-(\\d+):\\*\\* (?:Arriving in \\p{L}+ and visit|Visit) (\\p{L}+) for");

  /** Reads a problem of the benchmark, with patterns that look for what is known to be there. */
  static TripCase parse(String problem) {
    Matcher days = Pattern.compile("for (\\d+) days in total").matcher(problem);
    if (!days.find()) {
      throw new IllegalArgumentException(problem);
    }
    String[] parts = problem.split("\n\n", -1);
    Map<String, Integer> stays = new LinkedHashMap<>();
    Matcher stay = STAY.matcher(parts[0]);
    while (stay.find()) {
      boolean visit = stay.group(1) != null;
      stays.put(
          visit ? stay.group(1) : stay.group(4),
          Integer.parseInt(visit ? stay.group(2) : stay.group(3)));
    }
    Map<String, Span> windows = new LinkedHashMap<>();
    Matcher window = WINDOW.matcher(parts[0]);
    while (window.find()) {
      int group = window.group(1) != null ? 2 : 4;
      windows.put(
          window.group(group == 2 ? 1 : 6),
          new Span(
              Integer.parseInt(window.group(group)), Integer.parseInt(window.group(group + 1))));
    }
    Set<Leg> flights = new LinkedHashSet<>();
    String list = parts[1].substring(parts[1].indexOf('\n') + 1).replace(".", "");
    for (String pair : list.split(", ", -1)) {
      String[] cities = pair.replace("from ", "").split(" and | to ", -1);
      flights.add(new Leg(cities[0], cities[1]));
      if (!pair.startsWith("from ")) {
        flights.add(new Leg(cities[1], cities[0]));
      }
    }
    return new TripCase(Integer.parseInt(days.group(1)), stays, windows, flights);
  }

  /** Reads a golden plan. */
  static List<Visit> trip(String plan) {
    List<Visit> trip = new ArrayList<>();
    Matcher visit = VISIT.matcher(plan);
    while (visit.find()) {
      trip.add(
          new Visit(
              visit.group(3), Integer.parseInt(visit.group(1)), Integer.parseInt(visit.group(2))));
    }
    return trip;
  }
}
