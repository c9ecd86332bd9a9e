package dev.plangen.examples.terminal.follow;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.v1.SolveResponse;
import java.util.Optional;

/** A run, followed to its end, or to the end of this process. */
public final class Following {

  private Following() {}

  /**
   * Blocks until the run has ended.
   *
   * @param screen is left when the process ends before, so that what is said then stands alone
   * @return the result; empty if the run had ended before the first event
   * @throws dev.plangen.client.PlanGenException if the run failed, or could not be followed
   */
  public static Optional<SolveResponse> follow(
      PlanGenClient client, SolveStream events, Teller teller, Screen screen, Farewell farewell) {
    Runnable leave =
        () -> {
          String said = farewell.say(client, events);
          screen.close();
          System.err.println(said);
        };
    Optional<SolveResponse> response = Optional.empty();
    try (var _ = new Interruption(leave)) {
      while (events.hasNext()) {
        SolveEvent event = events.next();
        teller.tell(event);
        if (event instanceof SolveEvent.Updated updated && updated.update().hasResult()) {
          response =
              Optional.of(
                  SolveResponse.newBuilder()
                      .setRunId(updated.runId())
                      .setResult(updated.update().getResult())
                      .build());
        }
      }
    }
    return response;
  }

  public static int status(SolveResponse response) {
    return response.getResult().getSelectedSolution().getVerified()
        ? ExitStatus.OK
        : ExitStatus.NOT_VERIFIED;
  }
}
