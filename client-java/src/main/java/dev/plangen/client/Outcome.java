package dev.plangen.client;

/** How a call ended. */
sealed interface Outcome permits Outcome.Completed, Failure {

  /** Throws if the call failed. */
  void throwIfFailed();

  /** The run came to its result, and all of it was received. */
  record Completed() implements Outcome {
    @Override
    public void throwIfFailed() {}
  }
}
