package dev.plangen.client;

import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerificationResult;
import java.util.List;

/**
 * Told what happens in a solve, by a method for each step. Implement those that are of interest.
 *
 * <p>Called in order and by one thread at a time, which is one of gRPC's: a method that takes long
 * holds up the sending of the server, never the run, but should not block for minutes. If one
 * throws, the run is cancelled, and the solve's future fails with what it threw.
 */
public interface SolveListener {

  /**
   * The run has begun. Told once, before anything else; of a run that takes its place, {@link
   * #onRestart} tells.
   */
  default void onRun(String runId) {}

  /** A step has begun. */
  default void onStepStarted(Step step) {}

  /** The constraints have been extracted. */
  default void onConstraints(List<String> constraints) {}

  /** The candidates have been written. */
  default void onSolutions(List<Solution> solutions) {}

  /** The candidates have been verified. */
  default void onVerificationResults(List<VerificationResult> verificationResults) {}

  /** The best candidate has been chosen. */
  default void onSelectedSolution(SelectedSolution selectedSolution) {}

  /**
   * Something has happened inside a step; only where {@code StreamOptions.candidate_events} asks
   * for it.
   *
   * @param update one with {@code progress}, never a text delta or a heartbeat
   */
  default void onProgress(StepUpdate update) {}

  /** A model has written more; only where {@code StreamOptions.text_deltas} asks for it. */
  default void onText(SolveEvent.TextWritten text) {}

  /** The run was lost, and another takes its place: what this listener was told is void. */
  default void onRestart(SolveEvent.Restarted restart) {}
}
