package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a clause says of moving and of staying.
 *
 * @param moves whether it has a word of travelling
 * @param hops flights, without their days
 * @param left a city that is left for none that is named
 * @param stays the cities that are neither left nor flown to, or that are named again; in order
 * @param arrival the first of them, if the clause says that one arrives there
 * @param clear whether every city is named as one that is visited, left or flown to: "a friend from
 *     Oslo" names it otherwise
 */
record Route(
    boolean moves,
    List<Note.Hop> hops,
    Optional<City> left,
    Set<City> stays,
    Optional<City> arrival,
    boolean clear) {

  private static final Set<String> MOVES =
      Words.set(
          """
          board catch commute continue depart departing drive flies flight flights fly flying
          go head heading leave leaving move moving proceed return take transfer travel traveling
          travelling
          """);
  private static final Set<String> LEAVE = Words.set("from leave leaving depart departing");
  private static final Set<String> ARRIVE =
      Words.set("arrive arrives arriving arrival land landing");

  /** What may stand before a city that is visited, beside signs, days and counts. */
  private static final Set<String> BEFORE_STAYS =
      Words.set(
          """
          and arrive arriving at discover enjoy enjoying explore exploring in of see then tour visit
          visiting visits
          """);

  static Route of(List<TripPiece> clause) {
    boolean moves =
        clause.stream()
            .anyMatch(
                piece ->
                    (piece instanceof TripPiece.Word(String word) && MOVES.contains(word))
                        || isArrow(piece));
    Walk walk = new Walk(clause, moves);
    for (int i = 0; i < clause.size(); i++) {
      if (clause.get(i) instanceof TripPiece.Place(City city)) {
        walk.place(city, i);
      }
    }
    return new Route(
        moves,
        walk.hops,
        Optional.ofNullable(walk.origin),
        walk.stays,
        Optional.ofNullable(walk.arrival),
        walk.clear);
  }

  private static boolean isArrow(TripPiece piece) {
    return piece.equals(new TripPiece.Sign("→"));
  }

  private static final class Walk {
    private final List<TripPiece> clause;
    private final boolean moves;
    private final List<Note.Hop> hops = new ArrayList<>();
    private final Set<City> stays = new LinkedHashSet<>();
    private @Nullable City origin;
    private @Nullable City arrival;
    private boolean clear = true;

    private Walk(List<TripPiece> clause, boolean moves) {
      this.clause = clause;
      this.moves = moves;
    }

    private void place(City city, int at) {
      boolean flownTo = moves && (leadsTo(at - 1) || (origin != null && word(at - 2, ARRIVE)));
      if (flownTo) {
        hops.add(new Note.Hop(Optional.ofNullable(origin), city, OptionalInt.empty()));
        origin = null;
      }
      // In "Oslo → Rome → Paris" Rome is flown to and left again.
      if (moves && (word(at - 1, LEAVE) || (leadsTo(at + 1) && isPlace(at + 2)))) {
        origin = city;
      } else if (!flownTo) {
        if (stays.isEmpty() && word(at - 2, ARRIVE)) {
          arrival = city;
        }
        clear &= at == 0 || !isWord(at - 1) || word(at - 1, BEFORE_STAYS);
        stays.add(city);
      }
    }

    private boolean isWord(int at) {
      return clause.get(at) instanceof TripPiece.Word;
    }

    private boolean leadsTo(int at) {
      return at >= 0
          && at < clause.size()
          && (isArrow(clause.get(at))
              || clause.get(at).equals(new TripPiece.Word("to"))
              || (clause.get(at).equals(new TripPiece.Word("for"))
                  && (origin != null || word(at - 1, LEAVE)))
              || (clause.get(at).equals(new TripPiece.Sign("-")) && isPlace(at - 1)));
    }

    private boolean isPlace(int at) {
      return at >= 0 && at < clause.size() && clause.get(at) instanceof TripPiece.Place;
    }

    private boolean word(int at, Set<String> words) {
      return at >= 0
          && clause.get(at) instanceof TripPiece.Word(String word)
          && words.contains(word);
    }
  }
}
