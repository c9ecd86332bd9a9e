package dev.plangen.client;

import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import java.util.Optional;

/** What has been received of one run, and so where to go on. Not thread-safe. */
final class Transcript {

  private final Texts texts = new Texts();
  private long sequence;
  private boolean begun;

  /**
   * @param sequence of the last update that is known before anything is received
   */
  Transcript(long sequence) {
    this.sequence = sequence;
  }

  /** The sequence of the last update that is known. */
  long sequence() {
    return sequence;
  }

  /** Whether anything has been received. */
  boolean hasBegun() {
    return begun;
  }

  /**
   * Receives an update.
   *
   * @return what it tells a reader; empty for a sign of life, and for what is known
   */
  Optional<SolveEvent> add(StepUpdate update) {
    // A server that a test has made may number nothing.
    boolean isNumbered = isLogged(update) && update.getSequence() > 0;
    boolean isKnown = isNumbered && update.getSequence() <= sequence;
    begun = true;
    sequence = Math.max(sequence, update.getSequence());
    return isKnown || update.getProgress().hasHeartbeat() ? Optional.empty() : event(update);
  }

  /** Whether it has a place of its own in the run's log. */
  private static boolean isLogged(StepUpdate update) {
    return !update.getProgress().hasTextDelta() && !update.getProgress().hasHeartbeat();
  }

  private Optional<SolveEvent> event(StepUpdate update) {
    if (update.getProgress().hasTextDelta()) {
      return texts.write(update).map(text -> new SolveEvent.TextWritten(update, text));
    }
    if (update.getStatus() == StepStatus.STEP_STATUS_COMPLETE) {
      texts.completed(update.getStep());
    }
    return Optional.of(new SolveEvent.Updated(update));
  }
}
