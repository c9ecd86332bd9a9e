package dev.plangen.server.verify.trip;

import java.util.OptionalInt;

/** A part of a sentence about trips, in free wording. */
sealed interface TripPiece {

  /**
   * "Day 1-5", "on day 5".
   *
   * @param end empty if one day is named; what a plan states may end before it begins
   */
  record Days(int from, OptionalInt end) implements TripPiece {

    int to() {
      return end.orElse(from);
    }

    boolean single() {
      return from == to();
    }

    int count() {
      return to() - from + 1;
    }
  }

  /** "5 days". */
  record Count(int days) implements TripPiece {}

  /** "3 European cities". */
  record CityCount(int cities) implements TripPiece {}

  record Place(City city) implements TripPiece {}

  /** Folded. */
  record Word(String word) implements TripPiece {}

  record Sign(String sign) implements TripPiece {}

  /** A number that is none of the others, or a word that may be a city. */
  record Figure() implements TripPiece {}
}
