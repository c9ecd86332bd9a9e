package dev.plangen.testing;

import dev.plangen.v1.StepUpdate;
import io.grpc.Status;

/** What a reader of a run comes across. */
sealed interface Entry {

  /**
   * An update.
   *
   * @param update with its sequence if it is in the log of the contract; with 0 if it is a text
   *     delta or a heartbeat, which each reader numbers for itself
   */
  record Happened(StepUpdate update) implements Entry {}

  /** Where a connection breaks, once. */
  final class Break implements Entry {
    final Status.Code code;

    /** Guarded by the run. */
    boolean used;

    Break(Status.Code code) {
      this.code = code;
    }
  }
}
