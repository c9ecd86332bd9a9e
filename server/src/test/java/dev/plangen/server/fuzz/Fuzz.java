package dev.plangen.server.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code .ci/fuzz} command. Its status is 1 if anything went wrong. */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description =
        "Says malformed and random HTTP/2 to a server on many connections, while a paced solve"
            + " beside it must not become slower, and checks that nothing is left of it.")
public final class Fuzz implements Callable<Integer> {

  private static final Duration WARM_UP = Duration.ofSeconds(15);

  /** Taken in turns, so that what else the machine does falls on both. */
  private static final Duration QUIET = Duration.ofSeconds(6);

  private static final Duration ATTACK = Duration.ofSeconds(15);
  private static final double MOST_SLOWER = 2;

  /**
   * A p99 below this says how busy the processors are, which attackers, callers and server share,
   * and nothing of the server.
   */
  private static final Duration SCHEDULING = Duration.ofMillis(10);

  /** Of what the heap holds after collections. */
  private static final long MOST_GROWTH = 16L << 20;

  /** A connection that has gone is known within the keepalive's time; handshakes take less. */
  private static final Duration UNTIL_EMPTY = Duration.ofSeconds(60);

  @Option(names = "--seconds", description = "Of attacks, after the warm-up. Default: 60.")
  private int seconds = 60;

  @Option(names = "--seed", description = "Decides what is said. Default: another each time.")
  private long seed = System.currentTimeMillis();

  @Option(names = "--connections", description = "At once. Default: 50.")
  private int connections = 50;

  @Option(names = "--frames", description = "A second, on each connection. Default: 25.")
  private double frames = 25;

  private final List<String> problems = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Fuzz()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    System.out.printf("seed %d, %d connections, %.0f frames/s each%n", seed, connections, frames);
    try (var site = new SiteProcess()) {
      fuzz(site);
    }
    problems.forEach(problem -> System.out.println("PROBLEM: " + problem));
    System.out.println(problems.isEmpty() ? "ok: the server is whole" : "FAILED, seed " + seed);
    return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void fuzz(SiteProcess site) throws IOException, InterruptedException {
    var beside = new PacedSolves(site.port());
    new Attackers(site.port(), seed - 1, connections, frames).attack(WARM_UP);
    Standing warm = awaitOnly(site, 1);
    var _ = beside.take();
    var attackers = new Attackers(site.port(), seed, connections, frames);
    Latencies quiet = Latencies.NONE;
    Latencies loud = Latencies.NONE;
    for (long left = seconds; left > 0; left -= ATTACK.toSeconds()) {
      Thread.sleep(QUIET);
      quiet = quiet.plus(beside.take());
      attackers.attack(Duration.ofSeconds(Math.min(left, ATTACK.toSeconds())));
      loud = loud.plus(beside.take());
    }
    System.out.print(attackers.story());
    System.out.println("without attacks: " + quiet);
    System.out.println("under attack:    " + loud);
    check(
        loud.percentile(99).toNanos()
            <= MOST_SLOWER * Math.max(quiet.percentile(99).toNanos(), SCHEDULING.toNanos()),
        "the p99 under attack is more than twice that without");
    beside.end();
    beside.failures().forEach(failure -> problems.add("a solve beside the attacks: " + failure));
    Standing after = awaitOnly(site, 0);
    check(after.isEmpty(), "left behind: " + after);
    System.out.printf(
        "heap after collections: %.1f MiB, before %.1f MiB%n", mib(after.heap()), mib(warm.heap()));
    check(after.heap() <= warm.heap() + MOST_GROWTH, "the heap has grown by more than 16 MiB");
    var last = new PacedSolves(site.port());
    last.end();
    check(last.count() > 0 && last.failures().isEmpty(), "a solve afterwards failed");
    List<String> log = site.log();
    System.out.printf("the server has logged %d lines%n", log.size());
    log.stream()
        .filter(line -> line.startsWith("\tat "))
        .findFirst()
        .ifPresent(frame -> problems.add("a stack trace was logged:\n" + around(log, frame)));
  }

  /** How it stands when no more connections are left than these, or as it does after a minute. */
  private static Standing awaitOnly(SiteProcess site, int connections)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + UNTIL_EMPTY.toNanos();
    Standing standing = site.standing();
    while ((standing.connections() > connections
            || standing.calls() > connections
            || standing.runs() > connections)
        && System.nanoTime() < end) {
      Thread.sleep(Duration.ofMillis(500));
      standing = site.standing();
    }
    return standing;
  }

  private static String around(List<String> log, String line) {
    int at = log.indexOf(line);
    return String.join("\n", log.subList(Math.max(0, at - 3), Math.min(at + 12, log.size())));
  }

  private void check(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static double mib(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
