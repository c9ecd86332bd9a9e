package dev.plangen.server.domain;

/** Told of runs. Thread-safe. */
@FunctionalInterface
public interface RunObserver {

  /**
   * A run is about to begin. Called on the thread of the call that asks for it, which waits for it,
   * as do others: must take no longer than microseconds.
   */
  RunWatch begins(RunInfo run);
}
