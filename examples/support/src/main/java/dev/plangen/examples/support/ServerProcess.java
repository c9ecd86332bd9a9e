package dev.plangen.examples.support;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** The server of this tree, started as its users start it: by its launcher, on a free port. */
public final class ServerProcess implements AutoCloseable {

  private static final String LISTENING = "listening on ";

  private final Process process;
  private final String target;

  private ServerProcess(Process process, String target) {
    this.process = process;
    this.target = target;
  }

  /**
   * Returns once the server says that it listens. Its log goes to this JVM's standard error. The
   * root of the tree is the system property {@code plangen.root}.
   *
   * @param flags of the launcher, beside {@code --port}
   */
  public static ServerProcess start(String... flags)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path root = Path.of(System.getProperty("plangen.root", ""));
    List<String> command = new ArrayList<>();
    command.add(root.resolve("server/bin/plangen-server").toRealPath().toString());
    command.addAll(List.of("--port", "0"));
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    FutureTask<String> target = new FutureTask<>(() -> target(process));
    Thread reader = new Thread(target, "reads the server's standard output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new ServerProcess(process, target.get(60, SECONDS));
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String target(Process process) throws IOException {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = Optional.ofNullable(lines.readLine()).orElse("");
      if (!line.startsWith(LISTENING)) {
        throw new IOException("the server did not say where it listens, but: " + line);
      }
      return line.substring(LISTENING.length());
    }
  }

  /** Where the server listens, as {@code host:port}. */
  public String target() {
    return target;
  }

  /** Asks the server to stop, as a container runtime does, and returns its exit status. */
  public int stop() throws InterruptedException {
    // SIGTERM, on the systems that have it.
    process.destroy();
    if (!process.waitFor(60, SECONDS)) {
      throw new IllegalStateException("the server did not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
