package dev.plangen.server.config;

import java.util.Optional;

/**
 * A verifier that the operator plugs in.
 *
 * @param id by which requests name it
 * @param provider {@code remote}, a {@code VerifierService}
 * @param sound whether it proves what it says, and may veto; false by default
 * @param timeoutSeconds for one call; 30 by default
 */
public record VerifierConfig(
    Optional<String> id,
    Optional<String> provider,
    Optional<String> target,
    Optional<Boolean> plaintext,
    Optional<TlsConfig> tls,
    Optional<String> tokenEnv,
    Optional<String> tokenFile,
    Optional<Boolean> sound,
    Optional<Integer> timeoutSeconds) {

  /** Where it is. */
  public DestinationConfig destination() {
    return new DestinationConfig(target, plaintext, tls, tokenEnv, tokenFile);
  }
}
