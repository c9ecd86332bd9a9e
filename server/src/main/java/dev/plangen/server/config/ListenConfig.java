package dev.plangen.server.config;

import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param host a name or address; 127.0.0.1 by default
 * @param port 0 to 65535, 0 for any free one; 9090 by default
 */
public record ListenConfig(Optional<String> host, Optional<Integer> port) {

  public static final ListenConfig DEFAULT = new ListenConfig(Optional.empty(), Optional.empty());
}
