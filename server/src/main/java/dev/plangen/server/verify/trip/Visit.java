package dev.plangen.server.verify.trip;

/**
 * Being in a city from one day to another, both of them included.
 *
 * @param from not after {@code to}
 */
record Visit(City city, int from, int to) {

  Visit {
    if (from > to) {
      throw new IllegalArgumentException("days " + from + " to " + to);
    }
  }

  int days() {
    return to - from + 1;
  }

  boolean contains(int day) {
    return from <= day && day <= to;
  }
}
