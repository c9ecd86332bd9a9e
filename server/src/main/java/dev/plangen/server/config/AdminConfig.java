package dev.plangen.server.config;

import java.util.Optional;

/**
 * Where operators look into the server: on this machine only.
 *
 * @param host a loopback address; 127.0.0.1 by default
 * @param port 0 to 65,535, 0 for any free one
 */
public record AdminConfig(Optional<String> host, Optional<Integer> port) {

  public static final String DEFAULT_HOST = "127.0.0.1";
}
