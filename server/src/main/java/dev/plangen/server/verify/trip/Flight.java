package dev.plangen.server.verify.trip;

/** A direct flight that there is, or that a plan takes. */
record Flight(City from, City to) {

  String text() {
    return from.name() + " to " + to.name();
  }
}
