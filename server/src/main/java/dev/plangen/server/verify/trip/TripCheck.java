package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.finding.Finding;
import dev.plangen.server.verify.reading.Words;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Holds an itinerary against single facts of its problem. */
record TripCheck(TripProblem problem, Itinerary itinerary) {

  Finding find(TripFact fact) {
    return switch (fact) {
      case TripFact.Length(int days) -> length(days);
      case TripFact.Cities(int count) -> cities(count);
      case TripFact.DirectFlights() -> flights();
      case TripFact.Stay(City city, int days) -> stay(city, days);
      case TripFact.Presence presence -> presence(presence);
    };
  }

  private Finding length(int days) {
    List<Visit> visits = itinerary.visits();
    int first = visits.getFirst().from();
    int last = visits.stream().mapToInt(Visit::to).max().orElseThrow();
    if (first != 1) {
      return new Finding.Broken("the trip begins on day " + first + ", not on day 1");
    }
    if (last != days) {
      return new Finding.Broken(
          "the trip ends on day %d and must end on day %d".formatted(last, days));
    }
    int seen = 0;
    for (Visit visit : visits) {
      if (visit.from() > seen + 1) {
        return new Finding.Broken("day " + (seen + 1) + " is spent in none of the cities");
      }
      seen = Math.max(seen, visit.to());
    }
    return new Finding.Kept("the trip goes from day 1 to day " + days);
  }

  private Finding cities(int count) {
    Optional<City> other =
        itinerary.visits().stream()
            .map(Visit::city)
            .filter(city -> !problem.stays().containsKey(city))
            .findFirst();
    if (other.isPresent()) {
      return new Finding.Broken(other.get().name() + " is visited and is none of the cities");
    }
    List<String> missing =
        problem.stays().keySet().stream()
            .filter(city -> itinerary.days(city) == 0)
            .map(City::name)
            .toList();
    return missing.isEmpty()
        ? new Finding.Kept("all " + count + " cities are visited")
        : new Finding.Broken(
            Words.list(missing) + (missing.size() == 1 ? " is" : " are") + " not visited");
  }

  private Finding stay(City city, int days) {
    int spent = itinerary.days(city);
    if (spent != days) {
      return new Finding.Broken(
          spent == 0
              ? city.name() + " is not visited"
              : "%s is visited for %s and must be for %d"
                  .formatted(city.name(), Words.count(spent, "day"), days));
    }
    return Stream.concat(contradictions(city), otherCounts(city, days))
        .findFirst()
        .<Finding>map(Finding.Broken::new)
        .orElseGet(
            () ->
                new Finding.Kept(
                    "%s is visited for %s".formatted(city.name(), Words.count(days, "day"))));
  }

  private Stream<String> contradictions(City city) {
    return itinerary.contradictions().stream()
        .filter(contradiction -> contradiction.city().equals(city))
        .map(Note.Contradiction::reason);
  }

  /** Where the plan calls its only period there by another number of days. */
  private Stream<String> otherCounts(City city, int days) {
    if (itinerary.stated().getOrDefault(city, List.of()).stream().distinct().count() != 1) {
      return Stream.empty();
    }
    return itinerary.counts().stream()
        .filter(count -> count.city().equals(city) && count.days() != days)
        .map(
            count ->
                "the plan says that %s is visited for %s, and it must be for %d"
                    .formatted(city.name(), Words.count(count.days(), "day"), days));
  }

  private Finding presence(TripFact.Presence presence) {
    String city = presence.city().name();
    int day = presence.from();
    for (Visit visit : itinerary.visits()) {
      if (visit.city().equals(presence.city()) && visit.contains(day)) {
        day = visit.to() + 1;
      }
    }
    return day > presence.to()
        ? new Finding.Kept(
            "the trip is in %s from day %d to day %d"
                .formatted(city, presence.from(), presence.to()))
        : new Finding.Broken("on day " + day + " the trip is not in " + city);
  }

  private Finding flights() {
    List<Visit> visits = itinerary.visits();
    for (int i = 1; i < visits.size(); i++) {
      Optional<String> trouble = trouble(visits.get(i - 1), visits.get(i));
      if (trouble.isPresent()) {
        return new Finding.Broken(trouble.get());
      }
    }
    return itinerary.hops().stream()
        .filter(hop -> !matches(hop) && !isOutside(hop))
        .findFirst()
        .<Finding>map(hop -> new Finding.Broken(contradiction(hop)))
        .orElseGet(() -> new Finding.Kept("every flight is a direct one"));
  }

  private Optional<String> trouble(Visit from, Visit to) {
    String names = from.city().name() + " to " + to.city().name();
    if (!problem.flights().contains(new Flight(from.city(), to.city()))) {
      return Optional.of("there is no direct flight from " + names);
    }
    return from.to() == to.from()
        ? Optional.empty()
        : Optional.of(
            "no day of flight from %s: the one is left on day %d, the other reached on day %d"
                .formatted(names, from.to(), to.from()));
  }

  /** Whether it leads from one visit to the next, on the day on which the one ends. */
  private boolean matches(Note.Hop hop) {
    List<Visit> visits = itinerary.visits();
    for (int i = 0; i < visits.size(); i++) {
      Visit to = visits.get(i);
      City before = i == 0 ? null : visits.get(i - 1).city();
      boolean cities =
          to.city().equals(hop.to()) && (hop.from().isEmpty() || hop.from().get().equals(before));
      if (cities && isOn(hop.day(), to.from())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOn(OptionalInt day, int expected) {
    return day.isEmpty() || day.getAsInt() == expected;
  }

  /** Whether it may be the way from home, or home again. */
  boolean isOutside(Note.Hop hop) {
    Visit first = itinerary.visits().getFirst();
    Visit last = itinerary.visits().getLast();
    boolean fromHome =
        hop.from().filter(city -> !problem.stays().containsKey(city)).isPresent()
            && hop.to().equals(first.city())
            && isOn(hop.day(), first.from());
    boolean toHome =
        !problem.stays().containsKey(hop.to())
            && hop.from().filter(last.city()::equals).isPresent()
            && isOn(hop.day(), last.to());
    return fromHome || toHome;
  }

  private static String contradiction(Note.Hop hop) {
    String from = hop.from().map(city -> "from " + city.name() + " ").orElse("");
    String on = hop.day().isPresent() ? " on day " + hop.day().getAsInt() : "";
    return "the flight %sto %s%s does not fit the visits".formatted(from, hop.to().name(), on);
  }
}
