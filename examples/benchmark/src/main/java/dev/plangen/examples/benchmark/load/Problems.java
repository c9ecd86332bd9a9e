package dev.plangen.examples.benchmark.load;

import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;

/** What the callers ask. */
public final class Problems {

  /** About 1 KB, as problems are. */
  public static final String MEETING =
      "You need to schedule a meeting for Ann, Ben and Cleo on Monday. "
          + "Nobody is free at lunch, and the room is booked in the morning. ".repeat(14);

  private Problems() {}

  static SolveRequest.Builder solve(String model) {
    return SolveRequest.newBuilder().setProblem(MEETING).setModel("bench/" + model);
  }

  /** Plans only, with everything that is written streamed. */
  static SolveRequest streamed(String model) {
    return solve(model)
        .addConstraints("The meeting fits.")
        .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
        .build();
  }
}
