package dev.plangen.server.config;

/** Holds the limits of a configuration against their bounds. */
record LimitsCheck(Bounds bounds) {

  void check(LimitsConfig limits) {
    bounds.range("limits.max_live_runs", limits.maxLiveRuns(), 1, 1_000_000);
    bounds.range("limits.max_streams", limits.maxStreams(), 1, 1_000_000);
    bounds.range("limits.max_run_seconds", limits.maxRunSeconds(), 1, 86_400);
    bounds.range("limits.max_candidates", limits.maxCandidates(), 1, 64);
    bounds.range("limits.max_model_calls", limits.maxModelCalls(), 3, 100_000);
    bounds.range("limits.max_total_tokens", limits.maxTotalTokens(), 1000, 1e12);
    bounds.range("limits.max_output_tokens", limits.maxOutputTokens(), 256, 131_072);
    bounds.range("limits.max_input_bytes", limits.maxInputBytes(), 1024, 131_072);
  }

  void check(RetentionConfig retention) {
    bounds.range("retention.max_runs", retention.maxRuns(), 0, 1_000_000);
    bounds.range("retention.max_bytes", retention.maxBytes(), 0, 64L << 30);
    bounds.range("retention.max_age_seconds", retention.maxAgeSeconds(), 0, 604_800);
  }
}
