package dev.plangen.server.verify.trip;

import java.util.Optional;
import java.util.OptionalInt;

/** What a clause of a plan says of the trip. */
sealed interface Note {

  /** Being in a city on days that are named. */
  record Stay(Visit visit) implements Note {}

  /** Of how many days, in the plan's own words, a period in a city is. */
  record Count(City city, int days) implements Note {}

  /**
   * Something about a city that cannot be, whatever else the plan says.
   *
   * @param reason for a person
   */
  record Contradiction(City city, String reason) implements Note {}

  /**
   * A flight.
   *
   * @param from empty if it is not said
   * @param day empty if it is not said
   */
  record Hop(Optional<City> from, City to, OptionalInt day) implements Note {}

  /** That there is no such trip. */
  record NoTrip() implements Note {}

  /** Words that may take back what has been said. */
  record Doubtful() implements Note {}

  /**
   * Something about cities or days that is not understood.
   *
   * @param quote its beginning, for a person
   * @param days whether it names days
   */
  record Unread(String quote, boolean days) implements Note {}
}
