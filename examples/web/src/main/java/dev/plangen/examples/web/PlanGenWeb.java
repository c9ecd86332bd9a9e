package dev.plangen.examples.web;

import dev.plangen.client.PlanGenClient;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Serves the page until it is stopped, and prints where. Exit status: 1 if it cannot listen, 2 if
 * an argument is wrong.
 */
@Command(
    name = "examples/bin/plangen-web",
    description = "Shows the runs of a PlanGEN server in a browser, while they happen.")
public final class PlanGenWeb implements Callable<Integer> {

  /** A browser that is gone is noticed by writing to it, so this is how long that may take. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description =
          "The PlanGEN server. Default: one that is started for the page, with the offline model.")
  String target = "127.0.0.1:9090";

  @Option(
      names = "--plaintext",
      description = "Speaks to it without TLS. Default for a server on this machine.")
  boolean plaintext;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Speaks to it with TLS, trusting the certificates of this PEM file alone.")
  @Nullable Path ca;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Sends it the token that is in this file, read again for every call.")
  @Nullable Path tokenFile;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where on the loopback the page is served, 0 for any free port. Default: 8080.")
  int port = 8080;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  private PlanGenWeb() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new PlanGenWeb()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try (PlanGenClient client = client();
        WebServer server = WebServer.start(port, client, BEAT)) {
      System.out.println("watch runs at http://127.0.0.1:" + server.port() + "/");
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      System.err.println("Cannot serve " + target + " on port " + port + ": " + e.getMessage());
      return 1;
    }
  }

  private PlanGenClient client() throws IOException {
    PlanGenClient.Builder client = PlanGenClient.builder().target(target);
    if (ca != null) {
      client.credentials(TlsChannelCredentials.newBuilder().trustManager(ca.toFile()).build());
    } else if (plaintext || isLocal()) {
      client.plaintext();
    }
    Path file = tokenFile;
    if (file != null) {
      // Once now, so that a wrong name is told at the start.
      Files.readString(file);
      client.token(() -> token(file));
    }
    return client.build();
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isLocal() {
    return target.startsWith("localhost:")
        || target.startsWith("[::1]:")
        || target.matches("127(\\.\\d{1,3}){3}:\\d+");
  }
}
