package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a trip plan that any model may have written. */
final class TripPlanReader {

  /** A plan as it is written, right or wrong. */
  record WrittenTrip(List<Visit> visits, List<WrittenFlight> flights) {}

  record WrittenFlight(int day, String from, String to) {}

  /** A plan is cut where a day or a range of days is named at the head of what happens then. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(?im)(?:^|[.;])[\\s*#>-]*days?\\s*(?<first>\\d{1,4})"
              + "(?:\\s*(?:-|–|—|to|through|and)\\s*(?:day\\s*)?(?<last>\\d{1,4}))?");

  /** Possessive, so that thousands of capital letters in a row are read without recursion. */
  private static final String NAME = "\\p{Lu}[\\p{L}'’.-]*+(?:\\s\\p{Lu}[\\p{L}'’-]*+)*+";

  private static final Pattern STRANGER =
      Pattern.compile("(?:[Vv]isit(?:ing)?|[Ss]tay(?:ing)? in|[Aa]rriv\\w+ in) (" + NAME + ")");

  private final Pattern city;
  private final Pattern route;

  TripPlanReader(TripProblem problem) {
    String cities =
        problem.stays().stream()
            .map(Stay::city)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    city = Pattern.compile("(?<![\\p{L}])(?:" + cities + ")(?![\\p{L}])");
    String place = "(" + city.pattern() + "|" + NAME + ")";
    route = Pattern.compile("from " + place + " to " + place);
  }

  WrittenTrip read(String plan) {
    List<Visit> visits = new ArrayList<>();
    List<WrittenFlight> flights = new ArrayList<>();
    Matcher head = HEAD.matcher(plan);
    boolean more = head.find();
    while (more) {
      int first = Integer.parseInt(head.group("first"));
      String last = head.group("last");
      int begin = head.end();
      more = head.find();
      String text = plan.substring(begin, more ? head.start() : plan.length());
      Matcher flown = route.matcher(text);
      // A range of days is a stay, though its line may also say how one leaves.
      if (last == null && flown.find()) {
        flights.add(new WrittenFlight(first, flown.group(1), flown.group(2)));
      } else {
        int end = last == null ? first : Integer.parseInt(last);
        cityIn(text).ifPresent(name -> add(visits, new Visit(name, first, end)));
      }
    }
    return new WrittenTrip(visits, flights);
  }

  private Optional<String> cityIn(String text) {
    Matcher known = city.matcher(text);
    if (known.find()) {
      return Optional.of(known.group());
    }
    Matcher stranger = STRANGER.matcher(text);
    return stranger.find() ? Optional.of(stranger.group(1)) : Optional.empty();
  }

  /** Some write a line for the day of arrival and one for the stay: together they are one visit. */
  private static void add(List<Visit> visits, Visit visit) {
    boolean again = !visits.isEmpty() && visits.getLast().city().equals(visit.city());
    if (again) {
      Visit before = visits.removeLast();
      visits.add(
          new Visit(
              visit.city(),
              Math.min(before.first(), visit.first()),
              Math.max(before.last(), visit.last())));
    } else {
      visits.add(visit);
    }
  }
}
