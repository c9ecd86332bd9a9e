package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Flight;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The direct flights of a problem: "A and B" goes both ways, "from A to B" one.
 *
 * @param start where its heading begins in the text
 * @param end where the text goes on
 */
record FlightList(Set<Flight> flights, int start, int end) {

  /** Ends with its sentence or its paragraph; the point of "St. Gallen" ends neither. */
  private static final Pattern LIST =
      Pattern.compile(
          "(?s)(?i:\\b(?:(?:here are |these are )?(?:the )?cities (?:that|which) have direct"
              + " flights(?: between them)?\\s*:|there are direct flights(?:\\s*:| between\\b|"
              + "(?= from\\b))|(?:the )?direct flights(?: are)?\\s*:))\\s*(?<list>.+?)"
              + "(?:(?<!\\bSt)\\.(?=\\s|\\z)|\\R\\s*\\R|\\z)");

  private static final Pattern MARK =
      Pattern.compile("^(?:[-*•]\\s+)?(?:and\\s+)?(?:between\\s+)?");

  private static final Pattern ITEM =
      Pattern.compile("(?:from (?<from>.+?) to (?<to>.+)|(?<one>.+?) and (?<other>.+))");

  /** Of a text of this length without a list, which is all that a trip to one city needs. */
  static FlightList none(int length) {
    return new FlightList(Set.of(), length, length);
  }

  static Optional<FlightList> find(String text, int from) {
    Matcher list = LIST.matcher(text).region(from, text.length()).useTransparentBounds(true);
    if (!list.find()) {
      return Optional.empty();
    }
    Set<Flight> flights = new LinkedHashSet<>();
    for (String part : list.group("list").split("[,;\n]", -1)) {
      Matcher item = ITEM.matcher(MARK.matcher(part.strip()).replaceFirst(""));
      if (item.matches()) {
        add(flights, item);
      } else if (!part.isBlank()) {
        throw Rejection.unknownFlight();
      }
    }
    return Optional.of(new FlightList(flights, list.start(), list.end()));
  }

  private static void add(Set<Flight> flights, Matcher item) {
    if (item.group("from") != null) {
      flights.add(new Flight(item.group("from"), item.group("to")));
    } else {
      Flight flight = new Flight(item.group("one"), item.group("other"));
      flights.add(flight);
      flights.add(flight.back());
    }
  }
}
