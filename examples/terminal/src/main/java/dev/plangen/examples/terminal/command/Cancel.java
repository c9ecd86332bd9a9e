package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.v1.Run;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plangen cancel}. */
@Command(
    name = "cancel",
    description = "Cancels a run, for all who read it. One that has ended stays as it is.")
final class Cancel implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's id.")
  private String runId = "";

  @Option(names = "--json", description = "Writes the run as it stands then, as JSON.")
  private boolean json;

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    try (PlanGenClient client = connection.open()) {
      Run run = client.runs().cancel(runId);
      if (json) {
        new JsonLines(Output.standard()).write(run);
      } else {
        Output.standard().write(said(run) + "\n");
      }
    }
    return ExitStatus.OK;
  }

  private static String said(Run run) {
    return switch (run.getState()) {
      case RUN_STATE_COMPLETE -> "Run " + run.getRunId() + " had ended already, with a plan.";
      case RUN_STATE_FAILED ->
          "Run " + run.getRunId() + " had failed already: " + run.getError().getReason() + ".";
      // RUNNING for the moment that its end takes.
      case RUN_STATE_CANCELLED, RUN_STATE_RUNNING, RUN_STATE_UNSPECIFIED, UNRECOGNIZED ->
          "Run " + run.getRunId() + " is cancelled.";
    };
  }
}
