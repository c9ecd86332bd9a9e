package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveStream;
import dev.plangen.examples.terminal.follow.Farewell;
import dev.plangen.examples.terminal.follow.Following;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.screen.Cells;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.examples.terminal.screen.Terminal;
import dev.plangen.examples.terminal.show.Words;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;

/** Solves a request and answers it: its result, on standard output, and an exit status. */
final class Answer {

  private Answer() {}

  /** With what happens until then. */
  static int streamed(PlanGenClient client, SolveRequest request, Showing showing) {
    return Following.status(
        showing
            .follow(
                client,
                options ->
                    client.solveStream(request.toBuilder().setStreamOptions(options).build()),
                Farewell.CANCEL)
            .orElseThrow());
  }

  /**
   * The plan alone, so that it can go into a file; what else there is to know is said beside it.
   */
  static int whole(PlanGenClient client, SolveRequest request, boolean json) {
    try (Screen screen = Terminal.here().lines();
        SolveStream events = client.solveStream(request)) {
      SolveResponse response =
          Following.follow(client, events, event -> {}, screen, Farewell.CANCEL).orElseThrow();
      if (json) {
        new JsonLines(Output.standard()).write(response);
      } else {
        String plan = response.getResult().getSelectedSolution().getText().strip();
        screen.line(Terminal.here().showsOutput() ? Cells.safe(plan) : plan);
        System.err.println(Words.standing(response.getResult()));
        System.err.println(Words.cost(response.getResult().getUsage()));
        System.err.println("run " + response.getRunId());
      }
      return Following.status(response);
    }
  }
}
