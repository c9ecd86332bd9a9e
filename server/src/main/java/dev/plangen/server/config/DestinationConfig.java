package dev.plangen.server.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a service of the operator's own is, and how it is reached: the keys that its models and
 * verifiers have in common.
 *
 * @param target {@code host:port} or {@code dns:///host:port}
 * @param plaintext whether there is no TLS; by default only for a target on this machine's loopback
 * @param tls files of the TLS connection
 * @param tokenEnv name of the environment variable that holds a token, which every call carries
 * @param tokenFile file that holds it, instead
 */
public record DestinationConfig(
    Optional<String> target,
    Optional<Boolean> plaintext,
    Optional<TlsConfig> tls,
    Optional<String> tokenEnv,
    Optional<String> tokenFile) {

  private static final Pattern TARGET =
      Pattern.compile("(dns:///)?(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9_.-]+):(?<port>[0-9]{1,5})");

  /** Whether the target is one that can be dialled. */
  boolean hasTarget() {
    return parsed()
        .map(at -> Integer.parseInt(at.group("port")))
        .filter(port -> port >= 1 && port <= 65535)
        .isPresent();
  }

  /** Whether the target is on this machine. */
  boolean isLoopback() {
    return parsed().map(at -> Loopback.isHost(at.group("host"))).orElse(false);
  }

  /** Whether the connection is without TLS. */
  public boolean isPlaintext() {
    return plaintext.orElseGet(() -> tls.isEmpty() && isLoopback());
  }

  private Optional<Matcher> parsed() {
    return target.map(TARGET::matcher).filter(Matcher::matches);
  }
}
