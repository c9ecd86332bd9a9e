package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ListenConfig;
import dev.plangen.server.config.ServerConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the flags and the configuration file say together.
 *
 * @param file empty if there is none
 */
record Configuration(Optional<Path> file, ServerConfig settings) {

  /**
   * Where to listen.
   *
   * @throws ConfigException if there is no such host
   */
  InetSocketAddress address() {
    ListenConfig listen = settings.server();
    var address =
        new InetSocketAddress(
            listen.host().orElse(ListenConfig.DEFAULT_HOST),
            listen.port().orElse(ListenConfig.DEFAULT_PORT));
    if (address.isUnresolved()) {
      throw new ConfigException(
          "The host " + address.getHostString() + " can't be resolved; check --host.");
    }
    return address;
  }
}
