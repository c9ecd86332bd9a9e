package dev.plangen.server.config;

import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param host a name or address; 127.0.0.1 by default
 * @param port 0 to 65535, 0 for any free one; 9090 by default
 * @param plaintext whether there is no TLS off the loopback either; false by default
 * @param tls files of the server's TLS; none by default
 */
public record ListenConfig(
    Optional<String> host,
    Optional<Integer> port,
    Optional<Boolean> plaintext,
    Optional<ServerTlsConfig> tls) {

  public static final ListenConfig DEFAULT =
      new ListenConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
