package dev.plangen.server.domain;

import java.util.Optional;

/** Told when runs start and end, on the run's own thread. Must not block. */
public interface RunObserver {

  void started(RunInfo run);

  /**
   * The run has ended.
   *
   * @param bug what was thrown, if the failure is {@link Failure.Internal}
   */
  void ended(RunInfo run, RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug);
}
