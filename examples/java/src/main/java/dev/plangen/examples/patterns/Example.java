package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the programs here have in common: how they begin, and how they end when a call fails. */
interface Example {

  /**
   * Does what the program is there to show.
   *
   * @param problem in plain words
   * @param out where to say what happens
   */
  void run(PlanGenClient client, String problem, PrintStream out) throws Exception;

  /**
   * Runs it against the server, and on the problem, that the command line names. Exit status: 1 if
   * a call failed, 2 if the arguments are wrong.
   */
  static void main(String[] args, Example example) throws Exception {
    if (args.length != 2) {
      System.err.println("The arguments are HOST:PORT of a server, and a problem in plain words.");
      System.exit(2);
    }
    // UTF-8 whatever the locale says.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try (PlanGenClient client = PlanningService.client(args[0])) {
      example.run(client, args[1], out);
    } catch (PlanGenException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
