package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Lineage;
import dev.plangen.server.planning.prompt.Earlier;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The beginning of a plan that is written step by step.
 *
 * @param id the key of the call that wrote its last step; of the root, the key of the search
 * @param depth how many steps it has
 * @param steps all of them, each beginning a line
 * @param reward of the last step, -100 to 100; empty where that could not be read, and at the root
 * @param feedback what was said of it; empty at the root
 * @param earlier the whole plan that this one is to do better than
 */
record Branch(
    CallKey id,
    int depth,
    String steps,
    OptionalInt reward,
    Optional<String> feedback,
    Optional<Earlier> earlier) {

  /** Where nothing has been written yet. */
  static Branch root(CallKey id, Optional<Earlier> earlier) {
    return new Branch(id, 0, "", OptionalInt.empty(), Optional.empty(), earlier);
  }

  boolean isRoot() {
    return depth == 0;
  }

  /** Of a step that continues it. */
  Lineage lineage() {
    return new Lineage(isRoot() ? Optional.empty() : Optional.of(id), depth + 1);
  }

  /** With one step more. */
  String with(String step) {
    return isRoot() ? step.strip() : steps + "\n" + step.strip();
  }
}
