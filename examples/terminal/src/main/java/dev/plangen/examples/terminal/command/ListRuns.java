package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.option.Misuse;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Terminal;
import dev.plangen.examples.terminal.show.RunTable;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plangen runs}. */
@Command(name = "runs", description = "Lists the runs that the server keeps, the newest first.")
final class ListRuns implements Callable<Integer> {

  private static final int LARGEST_PAGE = 1000;

  /** As people say it. */
  private enum State {
    RUNNING,
    COMPLETE,
    FAILED,
    CANCELLED
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only those that are ${COMPLETION-CANDIDATES}.")
  private @Nullable State state;

  @Option(names = "--request-id", paramLabel = "ID", description = "Only those of this request.")
  private String requestId = "";

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "Only those with this label. Repeatable: with all of them.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most to list. Default: 20.")
  private int limit = 20;

  @Option(names = "--json", description = "Writes JSON, a run a line, named as in the contract.")
  private boolean json;

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new Misuse("--limit must be 1 or more, and is " + limit + ".");
    }
    ListRunsRequest.Builder request =
        ListRunsRequest.newBuilder()
            .setPageSize(Math.min(limit, LARGEST_PAGE))
            .setRequestId(requestId)
            .putAllLabels(labels);
    if (state != null) {
      request.setState(RunState.valueOf("RUN_STATE_" + state.name()));
    }
    try (PlanGenClient client = connection.open()) {
      List<Run> runs = client.runs().all(request.build()).limit(limit).toList();
      if (json) {
        JsonLines lines = new JsonLines(Output.standard());
        runs.forEach(lines::write);
      } else if (runs.isEmpty()) {
        System.err.println("There are no such runs.");
      } else {
        RunTable.print(Terminal.here().lines(), runs, Instant.now());
      }
    }
    return ExitStatus.OK;
  }
}
