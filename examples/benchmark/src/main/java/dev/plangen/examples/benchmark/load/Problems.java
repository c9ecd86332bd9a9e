package dev.plangen.examples.benchmark.load;

import dev.plangen.v1.Sampling;
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

  /** The most that five candidates may have, so that no text is cut off while it is read. */
  private static final int MOST_TOKENS = 50_000;

  /**
   * Plans only, with everything that is written streamed.
   *
   * @param run a mark by which the endpoint knows the run
   */
  static SolveRequest streamed(String model, String run) {
    return solve(model)
        .setProblem(MEETING + run)
        .addConstraints("The meeting fits.")
        .setSampling(Sampling.newBuilder().setMaxOutputTokens(MOST_TOKENS))
        .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
        .build();
  }
}
