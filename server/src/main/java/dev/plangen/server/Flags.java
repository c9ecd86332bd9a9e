package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say what is served, and where. */
final class Flags {

  @Option(names = "--config", paramLabel = "FILE", description = "YAML; see docs/configuration.md.")
  private @Nullable Path config;

  @Option(names = "--host", paramLabel = "H", description = "Where to listen. Default: 127.0.0.1.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "0 to 65535, 0 for any free one. Default: 9090.")
  private @Nullable Integer port;

  /**
   * What they and the file that they name say. Flags win over the file, which is read anew each
   * time.
   *
   * @throws ConfigException naming what can't be used, and the remedy
   */
  Configuration read() {
    Optional<Path> file = Optional.ofNullable(config);
    ServerConfig settings = file.map(ConfigReader::read).orElse(ServerConfig.DEFAULT);
    if (port != null && (port < 0 || port > 65535)) {
      throw new ConfigException("--port must be 0 to 65535, and is " + port + ".");
    }
    return new Configuration(file, settings.listening(settings.server().at(host, port)));
  }
}
