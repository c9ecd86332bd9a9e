package dev.plangen.server.verify.trip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a sentence of a trip into clauses of one period each: "Day 1-5: Oslo, day 5-9: Rome", "Oslo
 * (day 1-5), then Rome (day 5-9)".
 *
 * @param daysFirst whether periods come before what they are about
 */
record Clauses(List<List<TripPiece>> clauses, boolean daysFirst) {

  private static final Set<TripPiece> PREPOSITIONS =
      Set.of(new TripPiece.Word("on"), new TripPiece.Word("from"));
  private static final Set<TripPiece> SEPARATORS =
      Set.of(
          new TripPiece.Sign(","),
          new TripPiece.Sign("→"),
          new TripPiece.Word("and"),
          new TripPiece.Word("then"));

  static Clauses of(List<TripPiece> sentence) {
    boolean daysFirst =
        sentence.stream()
            .filter(piece -> !(piece instanceof TripPiece.Sign) && !PREPOSITIONS.contains(piece))
            .findFirst()
            .filter(TripPiece.Days.class::isInstance)
            .isPresent();
    return new Clauses(daysFirst ? beforeDays(sentence) : behindDays(sentence), daysFirst);
  }

  private static List<List<TripPiece>> beforeDays(List<TripPiece> sentence) {
    List<List<TripPiece>> clauses = new ArrayList<>();
    clauses.add(new ArrayList<>());
    boolean dated = false;
    for (TripPiece piece : sentence) {
      if (piece instanceof TripPiece.Days) {
        if (dated) {
          clauses.add(new ArrayList<>());
        }
        dated = true;
      }
      clauses.getLast().add(piece);
    }
    return clauses;
  }

  /** A new one begins where, after a period, a city comes next. */
  private static List<List<TripPiece>> behindDays(List<TripPiece> sentence) {
    boolean[] placeNext = placeNext(sentence);
    List<List<TripPiece>> clauses = new ArrayList<>();
    clauses.add(new ArrayList<>());
    boolean dated = false;
    for (int i = 0; i < sentence.size(); i++) {
      TripPiece piece = sentence.get(i);
      if (dated && placeNext[i] && SEPARATORS.contains(piece)) {
        clauses.add(new ArrayList<>());
        dated = false;
      } else {
        dated |= piece instanceof TripPiece.Days;
        clauses.getLast().add(piece);
      }
    }
    return clauses;
  }

  /** Of each piece, whether of all cities, periods and counts behind it a city is the first. */
  private static boolean[] placeNext(List<TripPiece> sentence) {
    boolean[] placeNext = new boolean[sentence.size()];
    boolean next = false;
    for (int i = sentence.size() - 1; i >= 0; i--) {
      placeNext[i] = next;
      switch (sentence.get(i)) {
        case TripPiece.Place place -> next = true;
        case TripPiece.Days days -> next = false;
        case TripPiece.Count count -> next = false;
        case TripPiece.CityCount count -> next = false;
        case TripPiece.Word word -> {}
        case TripPiece.Sign sign -> {}
        case TripPiece.Figure figure -> {}
      }
    }
    return placeNext;
  }
}
