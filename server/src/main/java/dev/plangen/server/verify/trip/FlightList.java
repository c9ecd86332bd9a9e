package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Words;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the list of direct flights: "Oslo and Rome" is both ways, "from Rome to Paris" one way. */
final class FlightList {

  private static final Set<String> AND = Words.set("and");
  private static final Set<String> TO = Words.set("to");
  private static final Set<String> COMMA = Set.of(",");

  private FlightList() {}

  /** Reads to the sentence's end. Empty if any of it is not understood. */
  static Optional<Set<Flight>> read(Cursor cursor, CityNames names) {
    Set<Flight> flights = new LinkedHashSet<>();
    do {
      boolean oneWay = cursor.takeWord("from");
      Optional<City> from = names.take(cursor, oneWay ? TO : AND);
      if (from.isEmpty() || !cursor.takeWord(oneWay ? "to" : "and")) {
        return Optional.empty();
      }
      Optional<City> to = names.take(cursor, COMMA);
      if (to.isEmpty() || to.equals(from)) {
        return Optional.empty();
      }
      flights.add(new Flight(from.get(), to.get()));
      if (!oneWay) {
        flights.add(new Flight(to.get(), from.get()));
      }
    } while (cursor.takeSign(","));
    return cursor.isAtEnd() ? Optional.of(flights) : Optional.empty();
  }
}
