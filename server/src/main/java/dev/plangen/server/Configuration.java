package dev.plangen.server;

import dev.plangen.server.config.AdminConfig;
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
   * @throws ConfigException if there is no such host, or if other machines would be let in without
   *     the file having said how
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
    if (!address.getAddress().isLoopbackAddress()) {
      requireProtected("Other machines can reach " + address.getAddress().getHostAddress());
    }
    return address;
  }

  private void requireProtected(String where) {
    ListenConfig listen = settings.server();
    if (listen.tls().isEmpty() && !listen.plaintext().orElse(false)) {
      throw new ConfigException(
          where
              + ": give server.tls with certificate_file and key_file in the configuration file,"
              + " or server.plaintext: true where a proxy encrypts, or listen on 127.0.0.1.");
    }
    if (settings.auth().isEmpty()) {
      throw new ConfigException(
          where
              + ": give auth in the configuration file, which says who may call (anonymous: true"
              + " is everybody), or listen on 127.0.0.1.");
    }
  }

  /**
   * Where to listen for operators; empty for nowhere.
   *
   * @throws ConfigException if that is not on this machine, as a name that DNS knows may not be
   */
  Optional<InetSocketAddress> adminAddress() {
    return settings.admin().map(Configuration::adminAddress);
  }

  private static InetSocketAddress adminAddress(AdminConfig admin) {
    var address =
        new InetSocketAddress(
            admin.host().orElse(AdminConfig.DEFAULT_HOST), admin.port().orElseThrow());
    if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
      throw new ConfigException(
          "The host "
              + address.getHostString()
              + " is no address of this machine's loopback; check admin.host.");
    }
    return address;
  }
}
