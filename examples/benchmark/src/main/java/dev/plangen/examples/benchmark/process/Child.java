package dev.plangen.examples.benchmark.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that the conductor started. Not thread-safe. */
public final class Child implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final String name;
  private final Path errors;
  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;
  private final String ready;

  /**
   * Starts a process and waits for its first line on standard output.
   *
   * @param errors where its standard error goes
   * @throws IOException if it ends before it has said anything
   */
  public Child(String name, Path errors, Map<String, String> environment, List<String> command)
      throws IOException {
    this.name = name;
    this.errors = errors;
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(OPENAI|PLANGEN)_.*"));
    builder.environment().putAll(environment);
    this.process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    this.ready = hear();
  }

  public String name() {
    return name;
  }

  /** Its first line. */
  public String ready() {
    return ready;
  }

  /** Gives an order and waits for the answer. */
  public Line ask(Line order) throws IOException {
    in.println(order);
    return Line.parse(hear());
  }

  private String hear() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the " + name + " process has ended; see " + errors);
    }
    return line;
  }

  /** Processor time that it has used so far, in steps of 10 ms. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
