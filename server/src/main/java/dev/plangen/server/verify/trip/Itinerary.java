package dev.plangen.server.verify.trip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where one is when, as a plan states it.
 *
 * @param visits in the order of their days; not empty
 * @param hops the flights that the plan names
 * @param counts for how many days, in the plan's own words, cities are visited
 * @param stated the days that are named, by city, without those of flights
 * @param contradictions what cannot be, whatever else the plan says
 */
record Itinerary(
    List<Visit> visits,
    List<Note.Hop> hops,
    List<Note.Count> counts,
    Map<City, List<Visit>> stated,
    List<Note.Contradiction> contradictions) {

  /**
   * Empty if the notes name no days.
   *
   * @param cities that are to be visited: a flight from or to another one may be from home
   */
  static Optional<Itinerary> of(List<Note> notes, Set<City> cities) {
    List<Visit> stays = new ArrayList<>();
    List<Note.Hop> hops = new ArrayList<>();
    List<Note.Count> counts = new ArrayList<>();
    List<Note.Contradiction> contradictions = new ArrayList<>();
    for (Note note : notes) {
      switch (note) {
        case Note.Stay(Visit visit) -> stays.add(visit);
        case Note.Hop hop -> hops.add(hop);
        case Note.Count count -> counts.add(count);
        case Note.Contradiction contradiction -> contradictions.add(contradiction);
        case Note.NoTrip noTrip -> {}
        case Note.Doubtful doubtful -> {}
        case Note.Unread unread -> {}
      }
    }
    if (stays.isEmpty()) {
      return Optional.empty();
    }
    Map<City, List<Visit>> stated = stays.stream().collect(Collectors.groupingBy(Visit::city));
    List<Visit> all = new ArrayList<>(stays);
    hops.forEach(hop -> all.addAll(daysOf(hop, stated, cities)));
    all.sort(Comparator.comparingInt(Visit::from).thenComparingInt(Visit::to));
    return Optional.of(new Itinerary(merged(all), hops, counts, stated, contradictions));
  }

  /**
   * On the day of a flight one is in both cities. But a flight far from the days that are stated
   * moves nothing: it contradicts them.
   */
  private static List<Visit> daysOf(Note.Hop hop, Map<City, List<Visit>> stated, Set<City> cities) {
    List<Visit> days = new ArrayList<>();
    if (hop.day().isPresent()) {
      int day = hop.day().getAsInt();
      List<City> ends = new ArrayList<>(hop.from().map(List::of).orElse(leftBefore(day, stated)));
      ends.add(hop.to());
      for (City city : ends) {
        List<Visit> there = stated.getOrDefault(city, List.of());
        if (there.isEmpty()
            ? cities.contains(city)
            : there.stream().anyMatch(stay -> isBeside(stay, day))) {
          days.add(new Visit(city, day, day));
        }
      }
    }
    return days;
  }

  /** "Day 1-4: Oslo, day 5: fly to Rome": where one may be until day 5, if that is not named. */
  private static List<City> leftBefore(int day, Map<City, List<Visit>> stated) {
    boolean left =
        stated.values().stream().flatMap(List::stream).anyMatch(stay -> stay.to() == day - 1);
    boolean somewhere =
        stated.values().stream()
            .flatMap(List::stream)
            .anyMatch(stay -> stay.from() < day && day <= stay.to());
    return left && !somewhere
        ? stated.entrySet().stream()
            .filter(entry -> entry.getValue().stream().anyMatch(stay -> stay.to() == day - 1))
            .map(Map.Entry::getKey)
            .toList()
        : List.of();
  }

  private static boolean isBeside(Visit stay, int day) {
    return stay.from() - 1 <= day && day <= stay.to() + 1;
  }

  /**
   * @param all in the order of their days
   */
  private static List<Visit> merged(List<Visit> all) {
    List<Visit> merged = new ArrayList<>();
    Map<City, Visit> latest = new HashMap<>();
    for (Visit visit : all) {
      Visit earlier = latest.get(visit.city());
      if (earlier == null) {
        merged.add(visit);
        latest.put(visit.city(), visit);
      } else if (merged.getLast().city().equals(visit.city())) {
        Visit longer = new Visit(visit.city(), earlier.from(), Math.max(earlier.to(), visit.to()));
        merged.set(merged.size() - 1, longer);
        latest.put(visit.city(), longer);
      } else if (visit.to() > earlier.to()) {
        merged.add(visit);
        latest.put(visit.city(), visit);
      }
    }
    return List.copyOf(merged);
  }

  /**
   * Whether the plan says when it begins and when it ends, and not only whence it flies whither.
   */
  boolean hasEnds() {
    int first = visits.stream().mapToInt(Visit::from).min().orElseThrow();
    int last = visits.stream().mapToInt(Visit::to).max().orElseThrow();
    boolean named =
        stated.values().stream().flatMap(List::stream).anyMatch(stay -> stay.from() == first)
            && stated.values().stream().flatMap(List::stream).anyMatch(stay -> stay.to() == last);
    return named
        && visits.stream()
            .filter(visit -> visit.from() == first || visit.to() == last)
            .allMatch(visit -> stated.containsKey(visit.city()));
  }

  /**
   * Whether no flight makes a named period longer. A city in which one is on "day 1-4", and which
   * is left by a flight on day 5, may be meant to be visited for 4 days or for 5.
   */
  boolean hasWholePeriods() {
    return visits.stream()
        .filter(visit -> named(visit).stream().anyMatch(stay -> stay.days() > 1))
        .allMatch(visit -> days(named(visit)) == visit.days());
  }

  private List<Visit> named(Visit visit) {
    return stated.getOrDefault(visit.city(), List.of());
  }

  /** On how many days one is in a city. */
  int days(City city) {
    return days(visits.stream().filter(visit -> visit.city().equals(city)).toList());
  }

  private static int days(List<Visit> visits) {
    int days = 0;
    int seen = 0;
    for (Visit visit : visits.stream().sorted(Comparator.comparingInt(Visit::from)).toList()) {
      days += Math.max(0, visit.to() - Math.max(seen, visit.from() - 1));
      seen = Math.max(seen, visit.to());
    }
    return days;
  }

  /** Whether a city is left and visited again. */
  boolean returns() {
    return visits.stream().map(Visit::city).distinct().count() < visits.size();
  }

  /** In words for a person. */
  String text() {
    return visits.stream()
        .map(visit -> "%s on days %d–%d".formatted(visit.city().name(), visit.from(), visit.to()))
        .collect(Collectors.joining(", "));
  }
}
