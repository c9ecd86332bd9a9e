package dev.plangen.server.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The ids of the latest runs that callers have heard of. Thread-safe. */
final class KnownRuns {

  private static final int MOST = 200;

  private final List<String> ids = new ArrayList<>();

  synchronized void add(String id) {
    if (ids.contains(id)) {
      return;
    }
    if (ids.size() == MOST) {
      ids.removeFirst();
    }
    ids.add(id);
  }

  /** Often one that lives. */
  synchronized Optional<String> any(Random random) {
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
  }
}
