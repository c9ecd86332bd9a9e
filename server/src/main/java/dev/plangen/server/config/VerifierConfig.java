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

  public static final boolean DEFAULT_SOUND = false;
  public static final int DEFAULT_TIMEOUT_SECONDS = 30;

  /** The same, with or without TLS. */
  public VerifierConfig withPlaintext(boolean without) {
    return new VerifierConfig(
        id,
        provider,
        target,
        Optional.of(without),
        tls,
        tokenEnv,
        tokenFile,
        sound,
        timeoutSeconds);
  }

  /** Where it is. */
  public DestinationConfig destination() {
    return new DestinationConfig(target, plaintext, tls, tokenEnv, tokenFile);
  }
}
