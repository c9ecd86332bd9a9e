package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.finding.Demand;
import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Reading;
import dev.plangen.server.verify.reading.Sentence;
import dev.plangen.server.verify.reading.Sentences;
import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads trip problems in the form of NATURAL PLAN, sentence by sentence. A sentence that is not
 * known makes the whole problem unclear: it could demand anything.
 */
final class TripProblemReader {

  private static final Phrase ONLY_DIRECT =
      Phrase.of("you only take direct flights to commute between cities");
  private static final Phrase FLIGHTS_FOLLOW =
      Phrase.of("here are the cities that have direct flights");
  private static final Phrase FIND = Phrase.of("find a trip plan of visiting the cities for");
  private static final Phrase FIND_END =
      Phrase.of("days by taking direct flights to commute between them");

  private final TripOpening opening;
  private final CityNames names = new CityNames();
  private final Map<City, Integer> stays = new LinkedHashMap<>();
  private final Map<TripFact.Presence, String> presences = new LinkedHashMap<>();
  private Optional<Set<Flight>> flights = Optional.empty();
  private boolean onlyDirect;

  private TripProblemReader(TripOpening opening) {
    this.opening = opening;
  }

  static Reading<TripProblem> read(String problem) {
    List<Sentence> sentences = Sentences.of(problem);
    Optional<TripOpening> opening =
        sentences.isEmpty() ? Optional.empty() : TripOpening.read(sentences.getFirst());
    if (opening.isEmpty()) {
      return new Reading.Unclear<>("the problem does not begin like a trip problem");
    }
    TripProblemReader reader = new TripProblemReader(opening.get());
    for (int i = 1; i < sentences.size(); i++) {
      boolean understood;
      if (isFlightHeading(sentences.get(i)) && i + 1 < sentences.size()) {
        i++;
        understood = reader.flights(new Cursor(sentences.get(i).tokens()));
      } else {
        understood = reader.take(sentences.get(i));
      }
      if (!understood) {
        return new Reading.Unclear<>("the problem says " + sentences.get(i).quote());
      }
    }
    return reader.problem();
  }

  private static boolean isFlightHeading(Sentence sentence) {
    Cursor cursor = new Cursor(sentence.tokens());
    return cursor.take(FLIGHTS_FOLLOW) && cursor.isAtEnd();
  }

  private boolean take(Sentence sentence) {
    Cursor cursor = new Cursor(sentence.tokens());
    if (sentence.end() == Sentence.End.QUESTION) {
      return false;
    }
    if (cursor.take(ONLY_DIRECT)) {
      onlyDirect = true;
      return cursor.isAtEnd();
    }
    if (cursor.take(FLIGHTS_FOLLOW)) {
      return cursor.takeSign(":") && flights(cursor);
    }
    if (cursor.take(FIND)) {
      OptionalInt days = cursor.takeNumber();
      return days.isPresent()
          && days.getAsInt() == opening.days()
          && cursor.take(FIND_END)
          && cursor.isAtEnd();
    }
    Optional<TripSentences.Said> said = TripSentences.read(sentence, names);
    return said.isPresent()
        && switch (said.get()) {
          case TripSentences.Stay(City city, int days) -> stays.put(city, days) == null;
          case TripSentences.Event(City city, int from, int to, String why) ->
              from <= to
                  && to <= opening.days()
                  && presences.put(new TripFact.Presence(city, from, to), why) == null;
        };
  }

  /** "Oslo and Rome, from Rome to Paris": the first both ways, the second one way. */
  private boolean flights(Cursor cursor) {
    if (flights.isPresent()) {
      return false;
    }
    flights = FlightList.read(cursor, names);
    return flights.isPresent();
  }

  private Reading<TripProblem> problem() {
    if (!onlyDirect || flights.isEmpty()) {
      return new Reading.Unclear<>("the problem does not say that, and where, one flies directly");
    }
    if (stays.size() != opening.cities()) {
      return new Reading.Unclear<>(
          "the problem speaks of %d cities and tells of %d for how long to visit them"
              .formatted(opening.cities(), stays.size()));
    }
    if (!presences.keySet().stream().map(TripFact.Presence::city).allMatch(stays::containsKey)) {
      return new Reading.Unclear<>("something happens in a city that is not to be visited");
    }
    long sum = stays.values().stream().mapToLong(Integer::longValue).sum();
    if (sum != opening.days() + stays.size() - 1) {
      return new Reading.Unclear<>(
          "the stays do not add up to the trip's %d days if a day of flight counts in both cities"
              .formatted(opening.days()));
    }
    return new Reading.Clear<>(
        new TripProblem(
            opening.days(),
            Collections.unmodifiableMap(stays),
            Collections.unmodifiableSet(flights.get()),
            List.copyOf(presences.keySet()),
            demands(),
            new Atlas(names.all())));
  }

  private List<Demand<TripFact>> demands() {
    List<Demand<TripFact>> demands = new ArrayList<>();
    Set<TripFact> whole = new LinkedHashSet<>();
    whole.add(new TripFact.Cities(stays.size()));
    whole.add(new TripFact.Length(opening.days()));
    demands.add(
        new Demand<>("Visit %d cities in %d days".formatted(stays.size(), opening.days()), whole));
    demands.add(new Demand<>("Take direct flights only", Set.of(new TripFact.DirectFlights())));
    stays.forEach(
        (city, days) ->
            demands.add(
                new Demand<>(
                    "Visit %s for %s".formatted(city.name(), Words.count(days, "day")),
                    Set.of(new TripFact.Stay(city, days)))));
    presences.forEach((presence, why) -> demands.add(new Demand<>(why, Set.of(presence))));
    return demands;
  }
}
