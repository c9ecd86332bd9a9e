package dev.plangen.server.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host a name or address; 127.0.0.1 by default
 * @param port 0 to 65535, 0 for any free one; 9090 by default
 */
public record ListenConfig(Optional<String> host, Optional<Integer> port) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 9090;

  public static final ListenConfig DEFAULT = new ListenConfig(Optional.empty(), Optional.empty());

  /** The same elsewhere, where that is given. */
  public ListenConfig at(@Nullable String otherHost, @Nullable Integer otherPort) {
    return new ListenConfig(
        Optional.ofNullable(otherHost).or(() -> host),
        Optional.ofNullable(otherPort).or(() -> port));
  }
}
