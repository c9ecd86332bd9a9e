package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.follow.Farewell;
import dev.plangen.examples.terminal.follow.Following;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.v1.Run;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.WatchRunRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plangen watch}. */
@Command(
    name = "watch",
    description = {
      "Shows what happens in a run, from its beginning or after any update, to its end.",
      "Ctrl-C leaves the run, which goes on."
    })
final class Watch implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's id.")
  private String runId = "";

  @Option(
      names = "--after",
      paramLabel = "SEQUENCE",
      description = "Only what came after this update. Default: 0, everything.")
  private long after;

  @Mixin private Showing showing = new Showing();
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    try (PlanGenClient client = connection.open()) {
      WatchRunRequest.Builder watch =
          WatchRunRequest.newBuilder().setRunId(runId).setAfterSequence(after);
      Optional<SolveResponse> response =
          showing.follow(
              client,
              options -> client.runs().watch(watch.setStreamOptions(options).build()),
              Farewell.LEAVE);
      return Following.status(response.orElseGet(() -> ended(client)));
    }
  }

  /** It had ended by then: nothing is left to show. */
  private SolveResponse ended(PlanGenClient client) {
    Run run = client.runs().get(runId);
    System.err.println("Nothing has happened in run " + runId + " after " + after + ".");
    return SolveResponse.newBuilder().setRunId(runId).setResult(run.getResult()).build();
  }
}
