package dev.plangen.server.domain;

import java.util.Optional;

/**
 * Told what happens in one run. Thread-safe; must neither block nor throw. What is told on which
 * thread is part of the contract, since a watch may leave something on it for others to find.
 */
public interface RunWatch {

  /** For a run that nobody watches. */
  RunWatch NONE = new RunWatch() {};

  /** Some of a run's work. Closed once, by the thread that it is done on. */
  @FunctionalInterface
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  /** The run begins, on its own thread. */
  default void started() {}

  /** A call that did not start the run has come to it; on the thread of that call. */
  default void joined() {}

  /** One more caller reads the run. */
  default void readerCame() {}

  /**
   * A caller has ended reading.
   *
   * @param pieces in which models wrote what it could read, while it did
   * @param deltas in which it was given it: fewer, where it was slower than the models
   */
  default void readerLeft(long pieces, long deltas) {}

  /** Has been appended to the log; on any thread, and not necessarily in the order of the log. */
  default void happened(RunEvent event) {}

  /** A model is to be called; on the thread that will make the call. */
  default CallWatch calling(CallIntent call) {
    return CallWatch.NONE;
  }

  /**
   * Others than models are asked for verdicts, on this thread, until what is returned is closed.
   */
  default Part verifying() {
    return () -> {};
  }

  /**
   * The run has ended; the last that is told on its own thread.
   *
   * @param bug what was thrown, if the failure is {@link Failure.Internal}
   */
  default void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug) {}
}
