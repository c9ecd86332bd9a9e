package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import java.io.PrintStream;

/**
 * Candidates while they are written, side by side, token by token. Each event holds the whole text
 * so far: put it in place of what was shown for that candidate before.
 */
public final class TextAssembly {

  private TextAssembly() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, TextAssembly::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(problem)
            .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
            .build();
    try (SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        switch (events.next()) {
          case SolveEvent.TextWritten(var update, var text) -> {
            if (update.getStep() == Step.STEP_GENERATE_SOLUTIONS) {
              out.println(candidate(update) + " | " + text);
            }
          }
          case SolveEvent.Restarted restarted -> out.println("all anew");
          case SolveEvent.Updated updated -> {}
        }
      }
      out.println("that was run " + events.runId().orElseThrow());
    }
  }

  private static String candidate(StepUpdate update) {
    return update.getProgress().getTextDelta().getCandidateId();
  }
}
