package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveListener;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import java.io.PrintStream;
import java.util.List;

/**
 * Keeps a user interface up to date, by a callback for each step. The calls come one after another
 * from a thread of gRPC's: a toolkit with a thread of its own is told by its {@code invokeLater}.
 */
public final class LiveScreen implements SolveListener {

  private final PrintStream screen;

  private LiveScreen(PrintStream screen) {
    this.screen = screen;
  }

  public static void main(String[] args) throws Exception {
    Example.main(args, LiveScreen::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request = SolveRequest.newBuilder().setProblem(problem).build();
    client.solveAsync(request, new LiveScreen(out)).join();
  }

  @Override
  public void onStepStarted(Step step) {
    screen.println("[ busy ] " + step);
  }

  @Override
  public void onConstraints(List<String> constraints) {
    screen.println("[ list ] " + String.join(" / ", constraints));
  }

  @Override
  public void onSolutions(List<Solution> solutions) {
    solutions.forEach(solution -> screen.println("[ card ] " + solution.getText().strip()));
  }

  @Override
  public void onSelectedSolution(SelectedSolution selected) {
    screen.println("[ plan ] " + selected.getText().strip());
  }

  @Override
  public void onRestart(SolveEvent.Restarted restart) {
    screen.println("[ wipe ] the server has begun again");
  }
}
