package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.CallKey;
import java.util.List;

/**
 * A beginning, and the steps that are to continue it.
 *
 * @param keys of the calls that write them; at least one
 */
record Growth(Branch from, List<CallKey> keys) {

  Growth {
    keys = List.copyOf(keys);
  }
}
