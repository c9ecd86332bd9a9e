package dev.plangen.examples.benchmark.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The conductor's commands, as a process that it started receives them. */
public final class Worker {

  /** Does one command. What it throws ends the process. */
  @FunctionalInterface
  public interface Command {
    Line run(Line order) throws Exception;
  }

  private Worker() {}

  /**
   * Says that this process is ready, then does one order after the other until the conductor closes
   * the connection; it does so by ending, too, so no process is left behind. Then exits.
   */
  public static void serve(Line ready, Map<String, Command> commands) throws Exception {
    try (var orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      say(ready);
      String order = orders.readLine();
      while (order != null) {
        Line line = Line.parse(order);
        Command command = commands.get(line.word());
        if (command == null) {
          throw new IOException("unknown order: " + line.word());
        }
        say(command.run(line));
        order = orders.readLine();
      }
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void say(Line line) {
    System.out.println(line);
  }
}
