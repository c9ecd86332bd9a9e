package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Lexer;
import dev.plangen.server.verify.reading.Words;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a constraint of the run restates the problem, in whatever words. It does if each of
 * its words is known to demand nothing by itself, and each of its facts (cities, days, flights) is
 * one of the problem's. Immutable.
 */
record TripConstraintReader(TripProblem problem) {

  /** Whatever a constraint is about. */
  private static final Set<String> KNOWN =
      Words.set(
          """
          's a all an and annual are at attend be by can cities city conference day days
          during each european exactly for friend friends from going have here in include
          includes is it itinerary like listed meet meeting must need needs of on once
          overall plan planned relatives requested requires should show spend spending
          stay staying stays that the their them there these this to together total tour
          travelled trip visit visited visiting visits want wedding which who will with
          workshop would you your
          """);

  /** Of flights and of the whole trip; of single cities they may set an order. */
  private static final Set<String> OF_FLIGHTS =
      Words.set(
          """
          available between commute commuting connected connecting connection connections
          consecutive direct directly flight flights fly flying only pairs possible route
          routes take taken takes taking travel traveling travelling use using
          """);

  /** "Fly from Oslo to Rome" demands that; "There is a flight from Oslo to Rome" does not. */
  private static final Set<String> DEMANDING =
      Words.set(
          """
          commute commuting fly flying must need needs only requires route should take taken
          takes taking travel traveling travelling use using want will
          """);

  /** Of a list of cities: none of them sets an order. */
  private static final Set<String> NAMING =
      Words.set(
          """
          a all and are be cities each european exactly include includes is itinerary like
          must need of once plan planned should the these to total trip visit visited
          visits want will would you
          """);

  /** How the form counts a day of flight, which every check does: "It counts for both cities." */
  private static final Set<String> COUNTING =
      Words.set(
          """
          a and as before begins both cities count counts day days each ends flight flights for in it
          of on one so starts stay stays that the travel visit which
          """);

  /** Without a number of days they may mean the last city, or a long stay. */
  private static final Set<String> LASTING = Words.set("duration last lasts length long");

  /** Without a city and a time nobody can tell whether a plan has room for them. */
  private static final Set<String> EVENTS =
      Words.set(
          """
          attend conference friend friends meet meeting relatives show wedding workshop
          """);

  private static final Set<String> SIGNS =
      Set.of(",", ".", ":", "-", "→", "(", ")", "\n", ";", "\"", "'", "•", "↔", "&");

  /** The facts that it restates; empty if it may say more than the problem. */
  Optional<Set<TripFact>> read(String constraint) {
    List<TripPiece> pieces = new TripPieces(problem.atlas()).of(Lexer.lex(constraint));
    TripGist gist = TripGist.of(pieces);
    if (tellsHowToCount(pieces, gist)) {
      return Optional.of(Set.of(new TripFact.DirectFlights()));
    }
    boolean known =
        pieces.stream().allMatch(TripConstraintReader::isKnown)
            && gist.cityCounts().stream().allMatch(count -> count == problem.stays().size());
    if (!known) {
      return Optional.empty();
    }
    boolean dated = !gist.days().isEmpty() || !gist.counts().isEmpty();
    if (gist.cities().isEmpty()) {
      return ofTheTrip(gist);
    }
    boolean flights = has(gist, OF_FLIGHTS);
    if (has(gist, LASTING) || (!flights && setsOrder(pieces))) {
      return Optional.empty();
    }
    if (dated) {
      boolean between = !gist.days().isEmpty() && isBetween(gist);
      return !flights || between ? ofCities(pieces, gist) : Optional.empty();
    }
    return flights ? flights(pieces, gist) : cities(gist);
  }

  /** "Oslo → Rome", "Oslo (5 days) to Rome": whoever writes that may mean the order. */
  private static boolean setsOrder(List<TripPiece> pieces) {
    for (int i = 0; i < pieces.size(); i++) {
      TripPiece piece = pieces.get(i);
      boolean toPlace =
          (piece.equals(new TripPiece.Word("to")) || piece.equals(new TripPiece.Sign("-")))
              && i > 0
              && endsStay(pieces.get(i - 1))
              && i + 1 < pieces.size()
              && city(pieces.get(i + 1)).isPresent();
      if (piece.equals(new TripPiece.Sign("→")) || toPlace) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsStay(TripPiece piece) {
    return isFact(piece) || piece.equals(new TripPiece.Sign(")"));
  }

  private static boolean tellsHowToCount(List<TripPiece> pieces, TripGist gist) {
    return gist.words().contains("both")
        && (gist.words().contains("counts") || gist.words().contains("count"))
        && COUNTING.containsAll(gist.words())
        && pieces.stream()
            .allMatch(
                piece ->
                    piece instanceof TripPiece.Word
                        || (piece instanceof TripPiece.Sign(String sign) && SIGNS.contains(sign)));
  }

  private static boolean has(TripGist gist, Set<String> words) {
    return gist.words().stream().anyMatch(words::contains);
  }

  /** Whether of the words for flights it has only the "between" of "between day 3 and day 5". */
  private static boolean isBetween(TripGist gist) {
    return gist.words().stream()
        .filter(OF_FLIGHTS::contains)
        .allMatch(word -> word.equals("between"));
  }

  private static boolean isKnown(TripPiece piece) {
    return switch (piece) {
      case TripPiece.Word(String word) ->
          KNOWN.contains(word) || OF_FLIGHTS.contains(word) || LASTING.contains(word);
      case TripPiece.Sign(String sign) -> SIGNS.contains(sign);
      case TripPiece.Figure figure -> false;
      case TripPiece.Days days -> true;
      case TripPiece.Count count -> true;
      case TripPiece.CityCount count -> true;
      case TripPiece.Place place -> true;
    };
  }

  /** "The trip lasts 14 days", "Only direct flights". */
  private Optional<Set<TripFact>> ofTheTrip(TripGist gist) {
    Set<TripFact> facts = new LinkedHashSet<>();
    if (!gist.cityCounts().isEmpty()) {
      facts.add(new TripFact.Cities(problem.stays().size()));
    }
    if (!gist.counts().isEmpty()) {
      facts.add(new TripFact.Length(problem.days()));
    }
    if (gist.words().contains("direct")) {
      facts.add(new TripFact.DirectFlights());
    }
    boolean days = gist.counts().stream().allMatch(count -> count == problem.days());
    if (has(gist, EVENTS)) {
      return Optional.empty();
    }
    boolean vague = facts.isEmpty() && (gist.words().contains("only") || has(gist, LASTING));
    return days && gist.days().isEmpty() && !vague ? Optional.of(facts) : Optional.empty();
  }

  /** "Visit Oslo, Rome and Paris". */
  private Optional<Set<TripFact>> cities(TripGist gist) {
    return problem.stays().keySet().containsAll(gist.cities()) && NAMING.containsAll(gist.words())
        ? Optional.of(Set.of(new TripFact.Cities(problem.stays().size())))
        : Optional.empty();
  }

  /**
   * "Visit Oslo for 5 days and Rome for 3 days", "Be in Oslo between day 3 and day 5": of several
   * cities, each is followed by its days, or each follows them.
   */
  private Optional<Set<TripFact>> ofCities(List<TripPiece> pieces, TripGist gist) {
    boolean single = new HashSet<>(gist.cities()).size() == 1;
    List<TripPiece> said = pieces.stream().filter(TripConstraintReader::isFact).toList();
    int step = said.getFirst() instanceof TripPiece.Place ? -1 : 1;
    if (!single && said.size() != 2 * gist.cities().size()) {
      return Optional.empty();
    }
    Set<TripFact> facts = new LinkedHashSet<>();
    for (int i = 0; i < said.size(); i++) {
      TripPiece piece = said.get(i);
      int beside = i + step;
      Optional<City> city =
          single
              ? Optional.of(gist.cities().getFirst())
              : beside >= 0 && beside < said.size() ? city(said.get(beside)) : Optional.empty();
      Optional<TripFact> fact = city.flatMap(found -> fact(found, piece));
      if (city(piece).isEmpty() && fact.isEmpty()) {
        return Optional.empty();
      }
      fact.ifPresent(facts::add);
    }
    Set<TripFact> stated = new HashSet<>();
    problem.demands().forEach(demand -> stated.addAll(demand.facts()));
    return stated.containsAll(facts) ? Optional.of(facts) : Optional.empty();
  }

  private static boolean isFact(TripPiece piece) {
    return piece instanceof TripPiece.Place
        || piece instanceof TripPiece.Days
        || piece instanceof TripPiece.Count;
  }

  private static Optional<City> city(TripPiece piece) {
    return piece instanceof TripPiece.Place(City city) ? Optional.of(city) : Optional.empty();
  }

  /** What a period or a count says of a city. */
  private static Optional<TripFact> fact(City city, TripPiece piece) {
    return switch (piece) {
      case TripPiece.Days days -> Optional.of(new TripFact.Presence(city, days.from(), days.to()));
      case TripPiece.Count(int days) -> Optional.of(new TripFact.Stay(city, days));
      case TripPiece.Place place -> Optional.empty();
      case TripPiece.CityCount count -> Optional.empty();
      case TripPiece.Word word -> Optional.empty();
      case TripPiece.Sign sign -> Optional.empty();
      case TripPiece.Figure figure -> Optional.empty();
    };
  }

  /** "Oslo and Rome, from Rome to Paris": all flights that there are, or a remark on some. */
  private Optional<Set<TripFact>> flights(List<TripPiece> pieces, TripGist gist) {
    Set<Flight> listed = new HashSet<>();
    List<City> cities = gist.cities();
    if (cities.size() % 2 != 0) {
      return Optional.empty();
    }
    boolean[] oneWay = oneWay(pieces, cities.size() / 2);
    for (int i = 0; i < cities.size(); i += 2) {
      listed.add(new Flight(cities.get(i), cities.get(i + 1)));
      if (!oneWay[i / 2]) {
        listed.add(new Flight(cities.get(i + 1), cities.get(i)));
      }
    }
    boolean complete = listed.equals(problem.flights());
    boolean some = problem.flights().containsAll(listed) && !has(gist, DEMANDING);
    return complete || some ? Optional.of(Set.of(new TripFact.DirectFlights())) : Optional.empty();
  }

  /** Of each pair, whether "from" or an arrow says that it goes one way. */
  private static boolean[] oneWay(List<TripPiece> pieces, int pairs) {
    boolean[] oneWay = new boolean[pairs];
    int cities = 0;
    for (TripPiece piece : pieces) {
      if (piece instanceof TripPiece.Place) {
        cities++;
      } else if (cities < 2 * pairs
          && (piece.equals(new TripPiece.Word("from")) || piece.equals(new TripPiece.Sign("→")))) {
        oneWay[cities / 2] = true;
      }
    }
    return oneWay;
  }
}
