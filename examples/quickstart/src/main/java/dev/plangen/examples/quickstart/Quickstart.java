package dev.plangen.examples.quickstart;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Streams one solve and shows it. Arguments: {@code HOST:PORT} and a {@link Paint}. The problem
 * comes by standard input.
 *
 * <p>Exit status: 0 with a verified plan, else 1.
 */
public final class Quickstart {

  /**
   * The offline model errs in the same way each time. With this seed, and problem.txt, three
   * candidates of five are wrong, in three ways.
   */
  private static final long SEED = 274;

  private Quickstart() {}

  public static void main(String[] args) throws IOException {
    // UTF-8 in and out, whatever the locale says: what was typed is shown as it was typed.
    String problem = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    Printer printer = new Printer(out, Paint.valueOf(args[1]));
    try (PlanGenClient client = PlanGenClient.builder().target(args[0]).plaintext().build()) {
      if (!solve(client, problem, printer)) {
        System.err.println("No candidate could be verified.");
        System.exit(1);
      }
    } catch (PlanGenException e) {
      Trouble.tell(new Printer(System.err, Paint.PLAIN), e);
      System.exit(1);
    }
  }

  private static boolean solve(PlanGenClient client, String problem, Printer printer) {
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(problem)
            .setSampling(Sampling.newBuilder().setSeed(SEED))
            .setStreamOptions(
                StreamOptions.newBuilder()
                    .setCandidateEvents(true)
                    .setTextDeltas(printer.showsDrafts()))
            .build();
    Show show = new Show(printer);
    show.problem(problem);
    boolean verified = false;
    try (SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        switch (events.next()) {
          case SolveEvent.Updated(StepUpdate update) -> {
            show.update(update);
            verified |= update.getResult().getSelectedSolution().getVerified();
          }
          case SolveEvent.TextWritten(StepUpdate delta, String text) -> show.update(delta);
          case SolveEvent.Restarted restarted -> show.restart();
        }
      }
    }
    return verified;
  }
}
