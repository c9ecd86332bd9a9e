package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Denial;
import dev.plangen.server.verify.reading.Doubt;
import dev.plangen.server.verify.reading.Sentence;
import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sentences of a plan in their order. A sentence with a city, a day or a count counts
 * only if all of its words are known.
 */
final class NoteReader {

  private static final Set<String> TRIPS =
      Words.set("itinerary itineraries plan plans route routes solution solutions trip way");

  private final TripProblem problem;
  private final TripPieces pieces;
  private final List<Note> notes = new ArrayList<>();

  /** Where the plan last was: "Day 2: explore the city." */
  private @Nullable City current;

  /** The first day there. */
  private int since;

  NoteReader(TripProblem problem) {
    this.problem = problem;
    this.pieces = new TripPieces(problem.atlas());
  }

  List<Note> read(List<Sentence> sentences) {
    sentences.forEach(this::read);
    return List.copyOf(notes);
  }

  private void read(Sentence sentence) {
    List<TripPiece> all = pieces.of(sentence.tokens());
    TripGist gist = TripGist.of(all);
    boolean places = !gist.cities().isEmpty() || !gist.days().isEmpty();
    if (!places && Denial.isIn(gist.words(), TRIPS)) {
      notes.add(new Note.NoTrip());
    } else if (Doubt.isIn(sentence.tokens())) {
      notes.add(new Note.Doubtful());
    } else if (places || !gist.counts().isEmpty()) {
      boolean known =
          TripWords.areKnown(all)
              && sentence.end() != Sentence.End.QUESTION
              && gist.cityCounts().stream().allMatch(count -> count == problem.stays().size())
              && clauses(all);
      if (!known) {
        notes.add(new Note.Unread(sentence.quote(), !gist.days().isEmpty()));
      }
    }
  }

  private boolean clauses(List<TripPiece> sentence) {
    Clauses cut = Clauses.of(sentence);
    return cut.clauses().stream().allMatch(clause -> clause(clause, cut.daysFirst()));
  }

  private boolean clause(List<TripPiece> clause, boolean daysFirst) {
    TripGist gist = TripGist.of(clause);
    Route route = Route.of(clause);
    if (!route.clear() || gist.days().size() > 1) {
      return false;
    }
    if (gist.days().isEmpty()) {
      return undated(gist, route);
    }
    if (gist.cities().isEmpty() && gist.counts().isEmpty() && TripWords.tellOfEvent(gist.words())) {
      return true;
    }
    TripPiece.Days days = gist.days().getFirst();
    if (route.hops().isEmpty()) {
      return route.left().isPresent()
          ? departure(route, days)
          : staying(clause, route, days, daysFirst);
    }
    return route.hops().size() == 1 && moving(clause, route, days);
  }

  private boolean undated(TripGist gist, Route route) {
    notes.addAll(route.hops());
    if (gist.cities().isEmpty()) {
      return gist.counts().stream().allMatch(count -> count == problem.days());
    }
    Set<City> cities = route.stays().isEmpty() ? flownTo(route) : route.stays();
    return gist.counts().isEmpty()
        || (cities.size() == 1 && isDemanded(cities.iterator().next(), gist.counts()));
  }

  /** "Day 14: leave Florence." */
  private boolean departure(Route route, TripPiece.Days days) {
    City city = route.left().orElseThrow();
    if (!days.single() || !Set.of(city).containsAll(route.stays())) {
      return false;
    }
    stay(city, days.from(), days.to());
    return true;
  }

  private boolean staying(
      List<TripPiece> clause, Route route, TripPiece.Days days, boolean daysFirst) {
    List<City> stays = new ArrayList<>(route.stays());
    if (stays.isEmpty() && isWhereItWas(route, days, daysFirst)) {
      stays.add(Objects.requireNonNull(current));
    }
    if (stays.size() == 2 && route.arrival().isPresent()) {
      // "Arriving in Oslo and visiting Rome": whatever is meant, one is in both.
      stay(stays.removeFirst(), days.from(), days.from());
    }
    if (stays.size() != 1) {
      return false;
    }
    stay(stays.getFirst(), days.from(), days.to());
    return counted(stays.getFirst(), clause, days);
  }

  /** "Day 6: a museum" is where one is; "day 10: travel on" is not. */
  private boolean isWhereItWas(Route route, TripPiece.Days days, boolean daysFirst) {
    return daysFirst
        && current != null
        && days.end().isEmpty()
        && since <= days.from()
        && !route.moves();
  }

  private boolean moving(List<TripPiece> clause, Route route, TripPiece.Days days) {
    Note.Hop hop = route.hops().getFirst();
    Set<City> stays = route.stays();
    boolean known =
        route.left().isEmpty()
            && stays.size() <= 1
            && (days.single()
                || !stays.isEmpty()
                || TripGist.of(clause).counts().contains(days.count()));
    if (!known) {
      return false;
    }
    if (hop.from().isEmpty() && hop.to().equals(current) && since < days.from()) {
      // "Take a walk to the castle of Oslo", where one is already.
      return false;
    }
    City stay = stays.isEmpty() ? hop.to() : stays.iterator().next();
    Optional<City> from = hop.from();
    boolean before = !stay.equals(hop.to());
    if (before && from.isPresent() && !from.get().equals(stay)) {
      return false;
    }
    int day = before ? days.to() : days.from();
    if (!days.single() && before) {
      stay(stay, days.from(), days.to());
    }
    notes.add(new Note.Hop(before ? Optional.of(stay) : from, hop.to(), OptionalInt.of(day)));
    be(hop.to(), day);
    if (!days.single() && !before) {
      stay(stay, days.from(), days.to());
    }
    return counted(stay, clause, days);
  }

  private void stay(City city, int from, int to) {
    notes.add(
        from <= to
            ? new Note.Stay(new Visit(city, from, to))
            : new Note.Contradiction(
                city, "day %d comes after day %d in %s".formatted(from, to, city.name())));
    be(city, from);
  }

  private void be(City city, int from) {
    if (!city.equals(current)) {
      current = city;
      since = from;
    }
  }

  /**
   * A count that belongs to a period and its city has to agree with the period. Any other one may
   * be of a part of the visit, or of something else: then it is clear only if it is the one that is
   * demanded anyway.
   */
  private boolean counted(City city, List<TripPiece> clause, TripPiece.Days days) {
    List<Integer> counts = TripGist.of(clause).counts();
    if (days.end().isEmpty() || counts.size() != 1 || !Counts.isOfVisit(clause)) {
      return isDemanded(city, counts);
    }
    int count = counts.getFirst();
    notes.add(
        count == days.count()
            ? new Note.Count(city, count)
            : new Note.Contradiction(
                city,
                "the plan says that %s is visited for %s, on days %d–%d"
                    .formatted(city.name(), Words.count(count, "day"), days.from(), days.to())));
    return true;
  }

  private boolean isDemanded(City city, List<Integer> counts) {
    return counts.stream().allMatch(count -> count.equals(problem.stays().get(city)));
  }

  private static Set<City> flownTo(Route route) {
    return route.hops().size() == 1 ? Set.of(route.hops().getFirst().to()) : Set.of();
  }
}
