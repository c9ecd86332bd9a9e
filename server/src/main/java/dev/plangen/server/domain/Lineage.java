package dev.plangen.server.domain;

import java.util.Optional;

/**
 * Where a candidate comes from.
 *
 * @param parent the beginning that it continues; empty if it begins a plan, or is written at once
 * @param depth how many steps it has; 0 if it is written at once
 */
public record Lineage(Optional<CallKey> parent, int depth) {

  /** Of a plan that is written at once. */
  public static final Lineage NONE = new Lineage(Optional.empty(), 0);
}
