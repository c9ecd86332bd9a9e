package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.DestinationConfig;
import dev.plangen.server.config.ModelConfig;
import dev.plangen.server.config.TlsConfig;
import dev.plangen.server.config.VerifierConfig;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.plugin.Connection;
import dev.plangen.server.plugin.Destination;
import dev.plangen.server.plugin.Destination.Plaintext;
import dev.plangen.server.plugin.Destination.Tls;
import dev.plangen.server.plugin.RemoteModel;
import dev.plangen.server.plugin.RemoteModelSettings;
import dev.plangen.server.plugin.RemoteVerifier;
import dev.plangen.server.plugin.RemoteVerifierSettings;
import dev.plangen.server.tls.IdentityFiles;
import dev.plangen.server.verify.Verifier;
import io.grpc.ManagedChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes the models and verifiers that are services of the operator's own. For one thread. */
final class PluginWiring {

  private final Secrets secrets;
  private final Instrumentation instrumentation;

  /** By the entries of the configuration that they are of. */
  private final Map<Object, Connection> connections = new HashMap<>();

  /**
   * @param instrumentation watches the connections
   */
  PluginWiring(Secrets secrets, Instrumentation instrumentation) {
    this.secrets = secrets;
    this.instrumentation = instrumentation;
  }

  RemoteModel model(ModelConfig.Remote config) {
    String id = config.id().orElseThrow();
    var settings =
        new RemoteModelSettings(
            id,
            config.model(),
            config.unsupported().stream()
                .map(name -> SamplingParameter.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet()),
            Duration.ofSeconds(
                config
                    .callTimeoutSeconds()
                    .orElse(ModelConfig.Remote.DEFAULT_CALL_TIMEOUT_SECONDS)));
    return new RemoteModel(
        settings, open(config, "Model " + id, id, config.destination(), Connection::toModel));
  }

  Verifier verifier(VerifierConfig config) {
    String id = config.id().orElseThrow();
    var settings =
        new RemoteVerifierSettings(
            id,
            config.sound().orElse(VerifierConfig.DEFAULT_SOUND),
            Duration.ofSeconds(
                config.timeoutSeconds().orElse(VerifierConfig.DEFAULT_TIMEOUT_SECONDS)));
    return new RemoteVerifier(
        settings,
        open(config, "Verifier " + id, id, config.destination(), Connection::toVerifier),
        RemoteVerifier.RETRIES);
  }

  /** Returns when it is known which services are up, or after {@code limit}. */
  void awaitFirstLook(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Connection connection : connections.values()) {
      connection.awaitFirstLook(Duration.ofNanos(end - System.nanoTime()));
    }
  }

  /** Forgets the connections of all other entries, and returns those that it keeps. */
  Collection<Connection> keepOnly(Set<Object> entries) {
    connections.keySet().retainAll(entries);
    return connections.values();
  }

  /** Closes and forgets the connections of all other entries. */
  void closeAllBut(Set<Object> entries) {
    connections.forEach(
        (entry, connection) -> {
          if (!entries.contains(entry)) {
            connection.close();
          }
        });
    connections.keySet().retainAll(entries);
  }

  /** Makes sure that this can be dialled, but for whether it is up. */
  void check(ModelConfig.Remote config) {
    check("Model " + config.id().orElseThrow(), config.destination());
  }

  void check(VerifierConfig config) {
    check("Verifier " + config.id().orElseThrow(), config.destination());
  }

  private void check(String owner, DestinationConfig config) {
    try {
      Connection.check(destination(owner, config));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(owner + ": " + e.getMessage() + ".");
    }
  }

  private Destination destination(String owner, DestinationConfig config) {
    return new Destination(config.target().orElseThrow(), security(config), token(owner, config));
  }

  private interface Opener {
    Connection open(String id, Destination destination, Consumer<ManagedChannelBuilder<?>> watched);
  }

  private Connection open(
      Object entry, String owner, String id, DestinationConfig config, Opener opener) {
    Destination destination = destination(owner, config);
    try {
      Connection connection = opener.open(id, destination, instrumentation::watch);
      connections.put(entry, connection);
      return connection;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(owner + ": " + e.getMessage() + ".");
    }
  }

  private static Destination.Security security(DestinationConfig config) {
    return config.isPlaintext()
        ? new Plaintext()
        : new Tls(
            config.tls().flatMap(TlsConfig::caFile).map(Path::of),
            config
                .tls()
                .flatMap(TlsConfig::certificateFile)
                .map(
                    certificate ->
                        new IdentityFiles(
                            Path.of(certificate),
                            Path.of(config.tls().orElseThrow().keyFile().orElseThrow()))));
  }

  private Optional<Supplier<String>> token(String owner, DestinationConfig config) {
    String taken = owner + " takes its token";
    return config
        .tokenFile()
        .map(file -> Secrets.ofFile(taken, Path.of(file)))
        .or(
            () ->
                config
                    .tokenEnv()
                    .map(variable -> secrets.ofVariable(taken, variable))
                    .map(token -> () -> token));
  }
}
