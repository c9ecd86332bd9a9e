package dev.plangen.server.telemetry;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;

/**
 * How runs and calls end, as one word of few: the reasons of the contract, and {@code COMPLETE}.
 */
final class Outcome {

  static final String COMPLETE = "COMPLETE";
  static final String CANCELLED = new Failure.Cancelled().reason();

  /** Of a request that was sent once more, asked in another way, because the model refused it. */
  static final String REFUSED =
      new Failure.ModelFailed(Failure.ModelFailed.Kind.REJECTED_REQUEST, "").reason();

  private Outcome() {}

  static String of(RunEvent.Terminal end) {
    return switch (end) {
      case RunEvent.Finished _ -> COMPLETE;
      case RunEvent.Failed(var _, Failure failure) -> failure.reason();
    };
  }
}
