package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigWriter;
import dev.plangen.server.config.ServerConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code plangen-server} command: serves, unless its flags ask for something else. */
@Command(
    name = "plangen-server",
    mixinStandardHelpOptions = true,
    version = "plangen-server " + Main.VERSION,
    description = "Serves plangen.v1 over gRPC.")
public final class Main implements Callable<Integer> {

  /** Of this build, as its POM has it. */
  static final String VERSION = "0.1.0-SNAPSHOT";

  private static final int MISUSED = 2;

  @Mixin private final Flags flags = new Flags();
  @ArgGroup private final Instead instead = new Instead();

  /** What to do instead of serving; one of them. */
  private static final class Instead {

    @Option(
        names = "--check",
        description =
            "Says whether the configuration can be used, with every file that it names, and ends:"
                + " status 0, or 2. Opens nothing.")
    private boolean check;

    @Option(
        names = "--print-config",
        description =
            "Prints the configuration with every default filled in and without secrets, and ends.")
    private boolean printConfig;
  }

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
    if (instead.check) {
      System.out.println(check(flags.read()));
    } else if (instead.printConfig) {
      System.out.print(ConfigWriter.write(EffectiveSettings.of(flags.read().settings())));
    } else {
      new Serving(flags).run();
    }
    return CommandLine.ExitCode.OK;
  }

  /** One sentence. */
  private static String check(Configuration configuration) {
    ServerConfig settings = configuration.settings();
    var _ = configuration.address();
    var _ = configuration.adminAddress();
    TransportSecurity.of(settings.server()).close();
    AccessWiring.of(settings.auth());
    var secrets = new Secrets(System.getenv());
    new TelemetryWiring(secrets).check(settings.telemetry());
    new OfferWiring(secrets, Instrumentation.NONE).check(configuration);
    return configuration
        .file()
        .map(file -> file + " can be used.")
        .orElse("There is no configuration file, and none is needed.");
  }
}
