package dev.plangen.server.plugin;

import dev.plangen.server.tls.IdentityFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a service is, and how it is reached.
 *
 * @param target {@code host:port}, or gRPC's {@code dns:///host:port}; of several addresses behind
 *     the name all are used, in turn
 * @param token sent with every call, as {@code authorization: Bearer}; asked for each time
 */
public record Destination(String target, Security security, Optional<Supplier<String>> token) {

  /** A record's would print the token. */
  @Override
  public String toString() {
    return target;
  }

  /** How the connection is protected. */
  public sealed interface Security {}

  /** Not at all. */
  public record Plaintext() implements Security {}

  /**
   * By TLS. Files are PEM.
   *
   * @param authorities who is trusted to vouch for the service; by default those that Java trusts
   * @param identity how this server proves who it is; by default not at all
   */
  public record Tls(Optional<Path> authorities, Optional<IdentityFiles> identity)
      implements Security {}
}
