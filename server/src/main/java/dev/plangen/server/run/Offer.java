package dev.plangen.server.run;

import dev.plangen.server.planning.Catalog;
import java.util.Set;

/**
 * A catalog, and what has to stay open as long as a run is done with it.
 *
 * @param open closed when no offer in use has it any more; compared by identity or {@code equals}
 */
public record Offer(Catalog catalog, Set<AutoCloseable> open) {

  public Offer {
    open = Set.copyOf(open);
  }

  /** One that holds nothing open. */
  public static Offer of(Catalog catalog) {
    return new Offer(catalog, Set.of());
  }
}
