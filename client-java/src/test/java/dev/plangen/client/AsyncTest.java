package dev.plangen.client;

import static dev.plangen.client.Scripts.ALL;
import static dev.plangen.client.Scripts.PLAIN;
import static dev.plangen.client.Scripts.TWO_CANDIDATES;
import static dev.plangen.client.Scripts.clientOf;
import static dev.plangen.client.Scripts.readAll;
import static dev.plangen.testing.SolveScript.solve;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerificationResult;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A future for the result, and a listener for the way there. */
@Timeout(30)
class AsyncTest {

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();
  private final PlanGenClient client = clientOf(server);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /** Writes down what it is told, in words. */
  private static final class Diary implements SolveListener {
    final List<String> lines = new ArrayList<>();
    final List<StepUpdate> progress = new ArrayList<>();
    final List<SolveEvent.TextWritten> texts = new ArrayList<>();

    @Override
    public void onRun(String runId) {
      lines.add("run");
    }

    @Override
    public void onStepStarted(Step step) {
      lines.add(step.name());
    }

    @Override
    public void onConstraints(List<String> constraints) {
      lines.add("constraints " + constraints);
    }

    @Override
    public void onSolutions(List<Solution> solutions) {
      lines.add("solutions " + solutions.stream().map(Solution::getCandidateId).collect(toList()));
    }

    @Override
    public void onVerificationResults(List<VerificationResult> results) {
      lines.add("scores " + results.stream().map(VerificationResult::getScore).collect(toList()));
    }

    @Override
    public void onSelectedSolution(SelectedSolution selected) {
      lines.add("selected " + selected.getCandidateId());
    }

    @Override
    public void onProgress(StepUpdate update) {
      progress.add(update);
    }

    @Override
    public void onText(SolveEvent.TextWritten text) {
      texts.add(text);
    }

    @Override
    public void onRestart(SolveEvent.Restarted restart) {
      lines.add("restart");
    }
  }

  @Test
  void theListenerIsToldEachStepInOrderAndTheFutureTheResult() {
    server.solves(TWO_CANDIDATES);
    Diary diary = new Diary();

    SolveResponse response = client.solveAsync(PLAIN, diary).join();

    assertThat(diary.lines)
        .containsExactly(
            "run",
            "STEP_EXTRACT_CONSTRAINTS",
            "constraints [It takes an hour., Not on Monday.]",
            "STEP_GENERATE_SOLUTIONS",
            "solutions [solution/1, solution/2]",
            "STEP_VERIFY_SOLUTIONS",
            "scores [100, -20]",
            "STEP_SELECT_SOLUTION",
            "selected solution/1");
    assertThat(response.getResult().getSelectedSolution().getScore()).isEqualTo(100);
    assertThat(response.getRunId()).isNotEmpty();
    assertThat(diary.progress).isEmpty();
    assertThat(diary.texts).isEmpty();
  }

  @Test
  void theListenerIsToldWhatIsAskedForBesideTheSteps() {
    server.solves(TWO_CANDIDATES, TWO_CANDIDATES);
    Diary diary = new Diary();
    client.solveAsync(ALL, diary).join();

    Told whole = Told.of(readAll(client.solveStream(ALL)));
    assertThat(diary.progress).hasSize(whole.updates().size() - 8);
    assertThat(diary.texts).last().extracting(SolveEvent.TextWritten::text).isNotEqualTo("");
  }

  @Test
  void theListenerIsToldOfARestart() {
    server.solves(TWO_CANDIDATES.after(8, solve().forget()), TWO_CANDIDATES);
    Diary diary = new Diary();

    client.solveAsync(PLAIN, diary).join();

    assertThat(diary.lines)
        .containsSubsequence(
            "STEP_EXTRACT_CONSTRAINTS",
            "restart",
            "STEP_EXTRACT_CONSTRAINTS",
            "selected solution/1")
        .containsOnlyOnce("run", "restart");
  }

  @Test
  void theFutureTellsAFailure() {
    server.solves(
        solve()
            .constraints("An hour.")
            .fail(
                Step.STEP_GENERATE_SOLUTIONS,
                dev.plangen.testing.Failure.of(
                    Status.Code.FAILED_PRECONDITION, "MODEL_MISCONFIGURED", "mend the entry")));

    Throwable thrown = client.solveAsync(PLAIN).handle((response, failure) -> failure).join();

    assertThat(unwrapped(thrown))
        .isInstanceOfSatisfying(
            PlanGenException.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo("MODEL_MISCONFIGURED");
              assertThat(failure.step()).contains(Step.STEP_GENERATE_SOLUTIONS);
            });
  }

  private static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
