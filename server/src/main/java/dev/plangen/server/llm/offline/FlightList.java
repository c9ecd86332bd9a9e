package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Flight;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The direct flights of a problem: "A and B" goes both ways, "from A to B" one.
 *
 * @param textWithout the problem without them
 */
record FlightList(Set<Flight> flights, String textWithout) {

  /** Ends with its sentence or its paragraph; the point of "St. Gallen" ends neither. */
  private static final Pattern LIST =
      Pattern.compile(
          "(?is)\\bhave direct flights[^:\\n]*:\\s*(?<list>.+?)"
              + "(?:(?<!\\bSt)\\.(?=\\s|\\z)|\\R\\s*\\R|\\z)");

  private static final Pattern ITEM =
      Pattern.compile("(?:from (?<from>.+?) to (?<to>.+)|(?<one>.+?) and (?<other>.+))");

  static FlightList find(String text) {
    Matcher list = LIST.matcher(text);
    if (!list.find()) {
      return new FlightList(Set.of(), text);
    }
    Set<Flight> flights = new LinkedHashSet<>();
    for (String part : list.group("list").split("[,;\n]", -1)) {
      Matcher item = ITEM.matcher(part.strip().replaceFirst("^[-*•]\\s+", ""));
      if (item.matches()) {
        add(flights, item);
      } else if (!part.isBlank()) {
        throw Rejection.unknownFlight();
      }
    }
    return new FlightList(
        flights, text.substring(0, list.start()) + "\n" + text.substring(list.end()));
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
