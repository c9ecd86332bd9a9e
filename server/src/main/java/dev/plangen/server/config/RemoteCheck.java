package dev.plangen.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the entries for services of the operator's own against their bounds. */
record RemoteCheck(Bounds bounds) {

  /** The verifiers that every server has. */
  private static final List<String> BUILT_IN = List.of("llm", "calendar", "trip", "math");

  void check(List<VerifierConfig> verifiers) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < verifiers.size(); i++) {
      VerifierConfig verifier = verifiers.get(i);
      String key = "verifiers[" + i + "]";
      checkId(key + ".id", verifier.id().orElse(""), ids);
      bounds.require(
          verifier.provider().filter("remote"::equals).isPresent(),
          key + ".provider",
          "must be remote");
      check(key, verifier.destination());
      bounds.range(key + ".timeout_seconds", verifier.timeoutSeconds(), 1, 3600);
    }
  }

  private void checkId(String key, String id, Set<String> ids) {
    bounds.id(key, id, "how requests name the verifier");
    bounds.require(
        !BUILT_IN.contains(id),
        key,
        "must not be " + String.join(", ", BUILT_IN) + ": those are the server's own");
    bounds.require(ids.add(id), key, "is the id of another verifier too; give each its own");
  }

  void check(String key, DestinationConfig destination) {
    bounds.require(
        destination.hasTarget(),
        key + ".target",
        "must be given as host:port or dns:///host:port, with a port of 1 to 65535");
    destination.tls().ifPresent(tls -> check(key + ".tls", tls));
    boolean plaintext = destination.isPlaintext();
    bounds.require(
        !plaintext || destination.tls().isEmpty(),
        key + ".plaintext",
        "must not be true beside tls; give one of them");
    bounds.require(
        destination.tokenEnv().isEmpty() || destination.tokenFile().isEmpty(),
        key + ".token_file",
        "must not stand beside token_env; give one of them");
    boolean hasToken = destination.tokenEnv().isPresent() || destination.tokenFile().isPresent();
    bounds.require(
        !hasToken || !plaintext || destination.isLoopback(),
        key + ".plaintext",
        "must not be true beside a token, which would go over the network unprotected");
  }

  private void check(String key, TlsConfig tls) {
    bounds.require(
        tls.certificateFile().isPresent() == tls.keyFile().isPresent(),
        key + (tls.keyFile().isPresent() ? ".certificate_file" : ".key_file"),
        "must be given too: a certificate and its key belong together");
  }
}
