package dev.plangen.examples.terminal.follow;

import dev.plangen.client.SolveEvent;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.v1.StepUpdate;

/** Writes each update as a line of JSON. */
public record JsonTeller(JsonLines json) implements Teller {

  @Override
  public void tell(SolveEvent event) {
    switch (event) {
      case SolveEvent.Updated(StepUpdate update) -> json.write(update);
      case SolveEvent.TextWritten(StepUpdate update, String text) -> json.write(update);
      case SolveEvent.Restarted(String previousRunId, String runId) ->
          json.writeRestart(previousRunId, runId);
    }
  }
}
