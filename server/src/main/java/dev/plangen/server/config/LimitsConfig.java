package dev.plangen.server.config;

import java.util.Optional;

/**
 * How much the server does at once, and how much any one run may do.
 *
 * @param maxLiveRuns runs that are live at the same time, 1 to 1,000,000
 * @param maxStreams calls of clients that are open at the same time, 1 to 1,000,000
 * @param maxRunSeconds the longest that a run may take, 1 to 86,400
 * @param maxCandidates of a run, 1 to 64
 * @param maxModelCalls of a run, retries included, 3 to 100,000
 * @param maxTotalTokens of a run, input and output, 1,000 to 10<sup>12</sup>; no limit by default
 * @param maxOutputTokens of a model call, 256 to 131,072
 * @param maxInputBytes of a problem, prompt or plan, 1,024 to 131,072
 */
public record LimitsConfig(
    Optional<Integer> maxLiveRuns,
    Optional<Integer> maxStreams,
    Optional<Integer> maxRunSeconds,
    Optional<Integer> maxCandidates,
    Optional<Integer> maxModelCalls,
    Optional<Long> maxTotalTokens,
    Optional<Integer> maxOutputTokens,
    Optional<Integer> maxInputBytes) {

  public static final int DEFAULT_MAX_LIVE_RUNS = 2000;
  public static final int DEFAULT_MAX_STREAMS = 10_000;
  public static final int DEFAULT_MAX_RUN_SECONDS = 900;
  public static final int DEFAULT_MAX_CANDIDATES = 64;
  public static final int DEFAULT_MAX_MODEL_CALLS = 1000;
  public static final int DEFAULT_MAX_OUTPUT_TOKENS = 131_072;
  public static final int DEFAULT_MAX_INPUT_BYTES = 131_072;

  public static final LimitsConfig DEFAULT =
      new LimitsConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** By default too. */
  public int longestRunSeconds() {
    return maxRunSeconds.orElse(DEFAULT_MAX_RUN_SECONDS);
  }
}
