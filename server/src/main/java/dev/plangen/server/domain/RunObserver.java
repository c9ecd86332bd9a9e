package dev.plangen.server.domain;

import java.util.Optional;
import java.util.function.Function;

/** Told of runs. Thread-safe. */
@FunctionalInterface
public interface RunObserver {

  /**
   * A run is about to begin. Called on the thread of the call that asks for it, which waits for it,
   * as do others: must take no longer than microseconds, and must not throw.
   *
   * @param models what each of the run's models is served by, by id; empty if nothing serves it. Is
   *     right for as long as the run lives, whatever is served to others by then
   */
  RunWatch begins(RunInfo run, Function<String, Optional<ModelKind>> models);
}
