package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.DestinationConfig;
import dev.plangen.server.config.ModelConfig;
import dev.plangen.server.config.TlsConfig;
import dev.plangen.server.config.VerifierConfig;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.plugin.Connection;
import dev.plangen.server.plugin.Destination;
import dev.plangen.server.plugin.Destination.Identity;
import dev.plangen.server.plugin.Destination.Plaintext;
import dev.plangen.server.plugin.Destination.Tls;
import dev.plangen.server.plugin.RemoteModel;
import dev.plangen.server.plugin.RemoteModelSettings;
import dev.plangen.server.plugin.RemoteVerifier;
import dev.plangen.server.plugin.RemoteVerifierSettings;
import dev.plangen.server.verify.Verifier;
import dev.plangen.server.verify.Verifiers;
import io.grpc.ManagedChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes the models and verifiers that are services of the operator's own. For one thread. */
final class PluginWiring {

  private final Secrets secrets;
  private final Instrumentation instrumentation;
  private final List<Connection> connections = new ArrayList<>();

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
            config
                .callTimeoutSeconds()
                .map(Duration::ofSeconds)
                .orElse(RemoteModelSettings.DEFAULT_CALL_TIMEOUT));
    return new RemoteModel(
        settings, open("Model " + id, id, config.destination(), Connection::toModel));
  }

  /** These verifiers, and the connections of everything that was made here. */
  Plugins plugins(List<VerifierConfig> verifiers) {
    Map<String, Verifier> byId = new LinkedHashMap<>();
    verifiers.forEach(config -> byId.put(config.id().orElseThrow(), verifier(config)));
    return new Plugins(Verifiers.with(byId), connections);
  }

  private Verifier verifier(VerifierConfig config) {
    String id = config.id().orElseThrow();
    var settings =
        new RemoteVerifierSettings(
            id,
            config.sound().orElse(false),
            config
                .timeoutSeconds()
                .map(Duration::ofSeconds)
                .orElse(RemoteVerifierSettings.DEFAULT_TIMEOUT));
    return new RemoteVerifier(
        settings,
        open("Verifier " + id, id, config.destination(), Connection::toVerifier),
        RemoteVerifier.RETRIES);
  }

  private interface Opener {
    Connection open(String id, Destination destination, Consumer<ManagedChannelBuilder<?>> watched);
  }

  private Connection open(String owner, String id, DestinationConfig config, Opener opener) {
    var destination =
        new Destination(config.target().orElseThrow(), security(config), token(owner, config));
    try {
      Connection connection = opener.open(id, destination, instrumentation::watch);
      connections.add(connection);
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
                        new Identity(
                            Path.of(certificate),
                            Path.of(config.tls().orElseThrow().keyFile().orElseThrow()))));
  }

  private Optional<String> token(String owner, DestinationConfig config) {
    String taken = owner + " takes its token";
    return config
        .tokenFile()
        .map(file -> Secrets.ofFile(taken, Path.of(file)))
        .or(() -> config.tokenEnv().map(variable -> secrets.ofVariable(taken, variable)));
  }
}
