package dev.plangen.server.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code .ci/chaos} command. Its status is 1 if anything went wrong. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Lets hundreds of callers loose on a server, hurts them and its provider at random, and"
            + " checks that everything is back where it was.")
public final class Chaos implements Callable<Integer> {

  @Option(names = "--seconds", description = "Of load, after the warm-up. Default: 60.")
  private int seconds = 60;

  @Option(names = "--seed", description = "Decides what happens. Default: another each time.")
  private long seed = System.currentTimeMillis();

  @Option(names = "--concurrency", description = "Callers at once. Default: 300.")
  private int concurrency = 300;

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(new CommandLine(new Chaos()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> problems = Turmoil.run(new Scale(Duration.ofSeconds(seconds), seed, concurrency));
    problems.forEach(problem -> System.out.println("PROBLEM: " + problem));
    System.out.println(problems.isEmpty() ? "all is back where it was" : "FAILED, seed " + seed);
    return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
