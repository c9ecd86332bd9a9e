package dev.plangen.server;

import dev.plangen.server.config.DrainConfig;
import java.time.Duration;

/**
 * How the server ends.
 *
 * @param delay how long it serves on after it has told that it does not
 * @param grace how long live runs may take to come to their end after that
 */
public record Drain(Duration delay, Duration grace) {

  /** At once. */
  public static Drain within(Duration grace) {
    return new Drain(Duration.ZERO, grace);
  }

  /** As configured. */
  static Drain of(DrainConfig config) {
    return new Drain(
        Duration.ofSeconds(config.delaySeconds().orElse(DrainConfig.DEFAULT_DELAY_SECONDS)),
        Duration.ofSeconds(config.graceSeconds().orElse(DrainConfig.DEFAULT_GRACE_SECONDS)));
  }
}
