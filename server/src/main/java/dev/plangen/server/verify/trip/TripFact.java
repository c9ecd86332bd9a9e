package dev.plangen.server.verify.trip;

/**
 * One thing that a trip problem demands. Days count from 1; a day of flight counts in both cities.
 */
sealed interface TripFact {

  /** The trip goes from day 1 to this one, without a gap. */
  record Length(int days) implements TripFact {}

  /** It leads through this many cities, the named ones, and no other. */
  record Cities(int count) implements TripFact {}

  /** From each city to the next there is a direct flight. */
  record DirectFlights() implements TripFact {}

  /** A city is visited for so many days. */
  record Stay(City city, int days) implements TripFact {}

  /**
   * One is in a city on each of these days. Most of the benchmark's problems have one solution if
   * "between day 4 and day 7" is read like this, and many otherwise.
   */
  record Presence(City city, int from, int to) implements TripFact {}
}
