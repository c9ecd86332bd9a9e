package dev.plangen.server.plugin;

import java.time.Duration;

/**
 * A verifier that a service of the operator's own serves.
 *
 * @param id by which requests name it
 * @param sound whether the operator vouches that it proves what it says: then it may veto
 * @param timeout for one call; positive
 */
public record RemoteVerifierSettings(String id, boolean sound, Duration timeout) {

  public RemoteVerifierSettings {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("the timeout is " + timeout + ", not positive");
    }
  }
}
