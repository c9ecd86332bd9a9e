package dev.plangen.examples.java17;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** The server of this tree, started as its users start it: by its launcher, on a free port. */
final class ServerProcess implements AutoCloseable {

  private static final String LISTENING = "listening on ";

  private final Process process;
  private final String target;

  private ServerProcess(Process process, String target) {
    this.process = process;
    this.target = target;
  }

  /** Returns once the server says that it listens. Its log goes to this JVM's standard error. */
  static ServerProcess start(Path root)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path launcher = root.resolve("server/bin/plangen-server").toRealPath();
    Process process =
        new ProcessBuilder(launcher.toString(), "--port", "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
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
  String target() {
    return target;
  }

  /** Asks the server to stop, as a container runtime does, and returns its exit status. */
  int stop() throws InterruptedException {
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
