package dev.plangen.examples.evaluate.answer;

import dev.plangen.examples.evaluate.answer.Trip.Stay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a trip that is told day by day, or by ranges of days, each at the head of what happens
 * then. As NATURAL PLAN counts, the day of a flight is spent in both cities. Reading ends where the
 * days begin again, with another plan.
 */
public final class TripReader implements AnswerReader {

  private static final Pattern HEAD =
      Pattern.compile(
          "(?im)(?:^|[.;])[\\s*#>-]*days?\\s+(?<first>\\d{1,3})"
              + "(?:\\s*(?:-|–|—|to|through|and)\\s*(?:day\\s*)?(?<last>\\d{1,3}))?\\b");

  private static final String NAME = "\\p{Lu}[\\p{L}'’-]*(?: \\p{Lu}[\\p{L}'’-]*)*";

  /** How a city is told that is not among those that are known. */
  private static final Pattern VISIT =
      Pattern.compile(
          "(?:[Vv]isit(?:ing)?|[Ss]tay(?:ing)? in|[Aa]rriv\\w+ in|[Ee]xplor\\w+) (" + NAME + ")");

  private final Optional<Pattern> known;
  private final Pattern flight;

  private TripReader(List<String> cities) {
    String longestFirst =
        cities.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    this.known =
        cities.isEmpty()
            ? Optional.empty()
            : Optional.of(Pattern.compile("(?<!\\p{L})(?:" + longestFirst + ")(?!\\p{L})"));
    String city =
        Stream.concat(known.map(Pattern::pattern).stream(), Stream.of(NAME))
            .collect(Collectors.joining("|", "(", ")"));
    this.flight = Pattern.compile("from " + city + " to " + city);
  }

  /** A reader of plans in the words of NATURAL PLAN. */
  public static TripReader ofGoldenPlans() {
    return new TripReader(List.of());
  }

  /** A reader of plans in any words, for trips to the cities of this one. */
  public static TripReader knowing(Trip trip) {
    return new TripReader(trip.stays().stream().map(Stay::city).distinct().toList());
  }

  private record Visit(String city, int first, int last) {}

  @Override
  public Optional<Answer> read(String plan) {
    List<Visit> visits = new ArrayList<>();
    Matcher head = HEAD.matcher(plan);
    boolean more = head.find();
    int latest = 0;
    while (more) {
      int first = Integer.parseInt(head.group("first"));
      String last = head.group("last");
      int begin = head.end();
      more = head.find();
      if (first < latest) {
        break;
      }
      latest = first;
      String what = plan.substring(begin, more ? head.start() : plan.length());
      Matcher flown = flight.matcher(what);
      // A range of days is a stay, though its line may also say how one comes or leaves.
      if (last == null && flown.find()) {
        fly(visits, first, flown.group(1), flown.group(2));
      } else {
        int end = last == null ? first : Integer.parseInt(last);
        city(what).ifPresent(city -> stay(visits, new Visit(city, first, end)));
      }
    }
    return visits.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Trip(
                visits.stream()
                    .map(visit -> new Stay(visit.city(), visit.last() - visit.first() + 1))
                    .toList()));
  }

  private Optional<String> city(String what) {
    Optional<String> city = known.map(cities -> cities.matcher(what)).flatMap(TripReader::found);
    return city.or(
        () -> Optional.of(VISIT.matcher(what)).filter(Matcher::find).map(m -> m.group(1)));
  }

  private static Optional<String> found(Matcher matcher) {
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static void fly(List<Visit> visits, int day, String from, String to) {
    // Where one comes from on the first day is not part of the trip.
    if (!visits.isEmpty()) {
      stay(visits, new Visit(from, day, day));
    }
    stay(visits, new Visit(to, day, day));
  }

  /** Lines about the same city that follow each other are one visit. */
  private static void stay(List<Visit> visits, Visit visit) {
    if (visits.isEmpty() || !visits.getLast().city().equals(visit.city())) {
      visits.add(visit);
      return;
    }
    Visit before = visits.removeLast();
    visits.add(
        new Visit(
            visit.city(),
            Math.min(before.first(), visit.first()),
            Math.max(before.last(), visit.last())));
  }
}
