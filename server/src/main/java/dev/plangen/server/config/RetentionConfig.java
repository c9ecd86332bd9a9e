package dev.plangen.server.config;

import java.util.Optional;

/**
 * How long runs that have ended are kept. Whichever bound is reached first counts; 0 keeps nothing.
 *
 * @param maxRuns how many, 0 to 1,000,000
 * @param maxBytes the size of them all, 0 to 64 GiB
 * @param maxAgeSeconds since they ended, 0 to 604,800
 */
public record RetentionConfig(
    Optional<Integer> maxRuns, Optional<Long> maxBytes, Optional<Integer> maxAgeSeconds) {

  public static final int DEFAULT_MAX_RUNS = 1000;
  public static final long DEFAULT_MAX_BYTES = 256L << 20;
  public static final int DEFAULT_MAX_AGE_SECONDS = 3600;

  public static final RetentionConfig DEFAULT =
      new RetentionConfig(Optional.empty(), Optional.empty(), Optional.empty());
}
