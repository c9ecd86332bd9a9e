package dev.plangen.examples.java17;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;

/**
 * Solves one problem and prints each step as it happens, then the plan.
 *
 * <p>Arguments: the server ({@code 127.0.0.1:9090}) and the problem in plain words.
 */
public final class SolveOnce {

  private SolveOnce() {}

  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: SolveOnce HOST:PORT PROBLEM");
      System.exit(2);
    }
    SolveRequest request = SolveRequest.newBuilder().setProblem(args[1]).build();
    try (PlanGenClient client = PlanGenClient.builder().target(args[0]).plaintext().build();
        SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        if (events.next() instanceof SolveEvent.Updated updated) {
          StepUpdate update = updated.update();
          System.out.println(update.getStep() + " " + update.getStatus());
          if (update.hasResult()) {
            System.out.println(update.getResult().getSelectedSolution().getText());
          }
        }
      }
    } catch (PlanGenException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
