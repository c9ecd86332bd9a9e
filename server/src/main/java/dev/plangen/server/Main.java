package dev.plangen.server;

import dev.plangen.server.config.AdminConfig;
import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.ListenConfig;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.config.TelemetryConfig;
import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.prompt.Profiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code plangen-server} command. */
@Command(
    name = "plangen-server",
    mixinStandardHelpOptions = true,
    version = "plangen-server 0.1.0-SNAPSHOT",
    description = "Serves plangen.v1 over gRPC.")
public final class Main implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.start");
  private static final int MISUSED = 2;
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** So that ListModels is right from the first; one that takes longer is taken for down. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

  @Option(names = "--config", paramLabel = "FILE", description = "YAML; see docs/configuration.md.")
  private @Nullable Path config;

  @Option(names = "--host", paramLabel = "H", description = "Where to listen. Default: 127.0.0.1.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "0 to 65535, 0 for any free one. Default: 9090.")
  private @Nullable Integer port;

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(
        new CommandLine(new Main())
            .setParameterExceptionHandler((e, _) -> misused(e.getMessage()))
            .setExecutionExceptionHandler(
                (e, _, _) -> {
                  if (e instanceof ConfigException) {
                    return misused(e.getMessage());
                  }
                  throw e;
                })
            .execute(args));
  }

  private static int misused(@Nullable String sentence) {
    System.err.println(sentence);
    return MISUSED;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<ServerConfig> file = Optional.ofNullable(config).map(ConfigReader::read);
    InetSocketAddress address =
        address(file.map(ServerConfig::server).orElse(ListenConfig.DEFAULT));
    TelemetryConfig telemetry = file.map(ServerConfig::telemetry).orElse(TelemetryConfig.DEFAULT);
    TelemetryWiring.logs(telemetry.logs());
    var secrets = new Secrets(System.getenv());
    Instrumentation instrumentation = new TelemetryWiring(secrets).instrumentation(telemetry);
    var pluginWiring = new PluginWiring(secrets, instrumentation);
    var wiring = new ModelWiring(secrets, pluginWiring, instrumentation);
    Models models =
        file.map(wiring::configured)
            .orElseGet(() -> wiring.unconfigured(address.getAddress().isLoopbackAddress()));
    Profiles profiles =
        file.map(known -> ProfileWiring.configured(Objects.requireNonNull(config), known))
            .orElse(Profiles.NONE);
    ServerSettings settings =
        file.map(known -> ServerSettings.of(known.limits(), known.retention()))
            .orElse(ServerSettings.DEFAULT);
    Plugins plugins = pluginWiring.plugins(file.map(ServerConfig::verifiers).orElse(List.of()));
    plugins.awaitFirstLook(FIRST_LOOK);
    var server =
        new PlanGenServer(
            KeepAlive.DEFAULT.listeningOn(address),
            models,
            plugins,
            profiles,
            settings,
            instrumentation);
    try {
      server.start();
    } catch (IOException e) {
      throw new ConfigException(
          "Can't listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + "; is it in use? Choose another with --port.");
    }
    Optional<AdminServer> admin =
        file.flatMap(ServerConfig::admin).map(config -> startAdmin(config, server));
    tellWhatIsServed(models, profiles, address);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> drainAndExit(server, admin, instrumentation), "drain"));
    System.out.println("listening on " + target(address.getHostString(), server.port()));
    server.awaitEnd();
    return CommandLine.ExitCode.OK;
  }

  private static AdminServer startAdmin(AdminConfig config, PlanGenServer server) {
    var address =
        new InetSocketAddress(
            config.host().orElse(AdminConfig.DEFAULT_HOST), config.port().orElseThrow());
    var admin = new AdminServer(address, server);
    try {
      admin.start();
    } catch (IOException e) {
      throw new ConfigException(
          "Can't listen on "
              + target(address.getHostString(), address.getPort())
              + " for operators; is it in use? Choose another as admin.port.");
    }
    LOG.atInfo().addKeyValue("port", admin.port()).log("serving operators");
    return admin;
  }

  private static void tellWhatIsServed(
      Models models, Profiles profiles, InetSocketAddress address) {
    LOG.atInfo()
        .addKeyValue("models", models.list().stream().map(Models.Listing::id).toList())
        .addKeyValue("default_model", models.defaultId())
        .addKeyValue("prompt_profiles", profiles.ids())
        .log("serving");
    if (!address.getAddress().isLoopbackAddress()) {
      LOG.warn("serving other machines in plaintext and without authentication");
    }
  }

  /** As a client dials it: an IPv6 address stands in brackets. */
  private static String target(String name, int number) {
    return (name.contains(":") ? "[" + name + "]" : name) + ":" + number;
  }

  private InetSocketAddress address(ListenConfig listen) {
    String name = host != null ? host : listen.host().orElse("127.0.0.1");
    int number = port != null ? port : listen.port().orElse(9090);
    if (number < 0 || number > 65535) {
      throw new ConfigException("--port must be 0 to 65535, and is " + number + ".");
    }
    var address = new InetSocketAddress(name, number);
    if (address.isUnresolved()) {
      throw new ConfigException("The host " + name + " can't be resolved; check --host.");
    }
    return address;
  }

  /** A JVM that a signal ends has the status 143 unless it is halted with another. */
  private static void drainAndExit(
      PlanGenServer server, Optional<AdminServer> admin, Instrumentation instrumentation) {
    try {
      server.drain(GRACE);
      admin.ifPresent(AdminServer::close);
      instrumentation.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
  }
}
