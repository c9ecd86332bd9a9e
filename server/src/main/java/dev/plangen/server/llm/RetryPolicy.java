package dev.plangen.server.llm;

import java.time.Duration;

/**
 * How often and how far apart a failed call is repeated.
 *
 * @param maxAttempts calls in all, the first included; at least 1
 * @param baseDelay the longest wait before the second attempt; doubled for each further one;
 *     positive
 * @param maxDelay the doubling ends here; at least {@code baseDelay}
 * @param maxRetryAfter a provider that asks to wait longer than this is not asked again
 */
public record RetryPolicy(
    int maxAttempts, Duration baseDelay, Duration maxDelay, Duration maxRetryAfter) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60));

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("max_attempts is " + maxAttempts + ", less than 1");
    }
    if (!baseDelay.isPositive() || maxDelay.compareTo(baseDelay) < 0) {
      throw new IllegalArgumentException(
          "the delays must be positive, and " + maxDelay + " not less than " + baseDelay);
    }
    if (maxRetryAfter.isNegative()) {
      throw new IllegalArgumentException("max_retry_after is " + maxRetryAfter + ", negative");
    }
  }

  /**
   * The longest wait after this many failed attempts, where the provider asks for none.
   *
   * @param failed 1 or more
   */
  public Duration longestDelay(int failed) {
    Duration delay = baseDelay;
    for (int i = 1; i < failed && delay.compareTo(maxDelay) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
  }
}
