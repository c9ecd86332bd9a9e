package dev.plangen.examples.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The server of this tree in a process of its own, with the offline model. */
final class ServerProcess implements AutoCloseable {

  private static final String LISTENING = "listening on ";

  private final Process process;
  private final String target;

  private ServerProcess(Process process, String target) {
    this.process = process;
    this.target = target;
  }

  /** Returns once the server says that it listens. Its log goes to this JVM's standard error. */
  static ServerProcess start(Path config) throws IOException {
    Process process =
        JavaProcess.of("dev.plangen.server.Main", "--port", "0", "--config", config.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    String line = Optional.ofNullable(out.readLine()).orElse("");
    if (!line.startsWith(LISTENING)) {
      process.destroyForcibly();
      throw new IOException("the server did not say where it listens, but: " + line);
    }
    return new ServerProcess(process, line.substring(LISTENING.length()));
  }

  String target() {
    return target;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
