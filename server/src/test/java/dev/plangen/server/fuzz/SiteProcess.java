package dev.plangen.server.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The process of a {@link Site}. Not thread-safe. */
final class SiteProcess implements AutoCloseable {

  private static final String HEAP = "-Xmx256m";

  private final Process process;
  private final BufferedReader out;
  private final OutputStream in;
  private final Path log;
  private final int port;

  SiteProcess() throws IOException {
    log = Files.createTempFile("plangen-fuzz", ".log");
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP,
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Site.class.getName()))
            .redirectError(log.toFile())
            .start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = process.getOutputStream();
    port = Integer.parseInt(line());
  }

  private String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server has ended: " + Files.readString(log));
    }
    return line;
  }

  int port() {
    return port;
  }

  Standing standing() throws IOException {
    in.write('\n');
    in.flush();
    return Standing.of(line());
  }

  /** What it has logged. */
  List<String> log() throws IOException {
    return Files.readAllLines(log);
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.destroy();
    Files.delete(log);
  }
}
