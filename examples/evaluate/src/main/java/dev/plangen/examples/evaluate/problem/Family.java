package dev.plangen.examples.evaluate.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of problem, known by how its ids begin. */
public enum Family {
  CALENDAR,
  TRIP;

  /** The family of a problem of this id. */
  static Optional<Family> ofId(String id) {
    return Arrays.stream(values()).filter(family -> id.startsWith(family.label())).findFirst();
  }

  /** Its name, and the id of the server's sound verifier for it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
