package dev.plangen.server;

import dev.plangen.server.config.LimitsConfig;
import dev.plangen.server.config.RetentionConfig;
import dev.plangen.server.rpc.RequestBounds;
import dev.plangen.server.run.Quotas;
import dev.plangen.server.run.Retention;
import dev.plangen.server.run.RunLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an operator decides about the server as a whole.
 *
 * @param openCalls how many RPCs may be open at once
 */
public record ServerSettings(
    RunLimits limits, Retention retention, RequestBounds bounds, int openCalls, Quotas quotas) {

  /** Without a configuration file. */
  public static final ServerSettings DEFAULT =
      of(LimitsConfig.DEFAULT, RetentionConfig.DEFAULT, Quotas.NONE);

  /** As configured. */
  public static ServerSettings of(LimitsConfig limits, RetentionConfig retention, Quotas quotas) {
    long calls = limits.maxModelCalls().orElse(LimitsConfig.DEFAULT_MAX_MODEL_CALLS);
    OptionalLong tokens = toLong(limits.maxTotalTokens());
    int outputTokens = limits.maxOutputTokens().orElse(LimitsConfig.DEFAULT_MAX_OUTPUT_TOKENS);
    return new ServerSettings(
        new RunLimits(
            limits.maxLiveRuns().orElse(LimitsConfig.DEFAULT_MAX_LIVE_RUNS),
            Duration.ofSeconds(limits.longestRunSeconds()),
            OptionalLong.of(calls),
            tokens,
            outputTokens),
        new Retention(
            retention.maxRuns().orElse(RetentionConfig.DEFAULT_MAX_RUNS),
            retention.maxBytes().orElse(RetentionConfig.DEFAULT_MAX_BYTES),
            Duration.ofSeconds(
                retention.maxAgeSeconds().orElse(RetentionConfig.DEFAULT_MAX_AGE_SECONDS))),
        new RequestBounds(
            limits.maxCandidates().orElse(LimitsConfig.DEFAULT_MAX_CANDIDATES),
            calls,
            tokens,
            outputTokens,
            limits.maxInputBytes().orElse(LimitsConfig.DEFAULT_MAX_INPUT_BYTES)),
        limits.maxStreams().orElse(LimitsConfig.DEFAULT_MAX_STREAMS),
        quotas);
  }

  private static OptionalLong toLong(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
