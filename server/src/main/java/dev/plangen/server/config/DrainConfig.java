package dev.plangen.server.config;

import java.util.Optional;

/**
 * How the server ends when it is told to.
 *
 * @param delaySeconds how long it serves on after it has told that it does not, 0 to 300
 * @param graceSeconds how long live runs may take to come to their end after that, 0 to 86,400
 */
public record DrainConfig(Optional<Integer> delaySeconds, Optional<Integer> graceSeconds) {

  /** Nobody balances load to a server on a loopback address, and Ctrl-C should not take long. */
  public static final int DEFAULT_DELAY_SECONDS = 0;

  public static final int DEFAULT_GRACE_SECONDS = 20;

  public static final DrainConfig DEFAULT = new DrainConfig(Optional.empty(), Optional.empty());
}
