package dev.plangen.server.llm.offline;

import java.util.Optional;

/**
 * What a plan makes of one constraint.
 *
 * @param constraint a sentence without its full stop
 * @param fault how the plan breaks it; empty if it is satisfied
 */
record Finding(String constraint, Optional<String> fault) {

  static Finding of(String constraint, Optional<String> fault) {
    return new Finding(constraint.replaceFirst("\\.$", ""), fault);
  }

  static Finding satisfied(String constraint) {
    return of(constraint, Optional.empty());
  }

  static Finding broken(String constraint, String fault) {
    return of(constraint, Optional.of(fault));
  }

  boolean isBroken() {
    return fault.isPresent();
  }

  String line() {
    return constraint + fault.map(reason -> ": broken, " + reason + ".").orElse(": satisfied.");
  }
}
