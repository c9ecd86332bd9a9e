package dev.plangen.client;

import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepData;
import dev.plangen.v1.StepUpdate;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells a {@link SolveListener} what happens, and a future how it ended. */
final class Telling implements Pump.Sink {

  private final SolveListener listener;
  private final CompletableFuture<SolveResponse> answer;
  private @Nullable StepUpdate last;
  private boolean begun;

  Telling(SolveListener listener, CompletableFuture<SolveResponse> answer) {
    this.listener = listener;
    this.answer = answer;
  }

  @Override
  public void next(SolveEvent event) {
    if (!begun) {
      begun = true;
      listener.onRun(event.runId());
    }
    if (event instanceof SolveEvent.Updated updated) {
      last = updated.update();
      tell(updated.update());
    } else if (event instanceof SolveEvent.TextWritten text) {
      listener.onText(text);
    } else if (event instanceof SolveEvent.Restarted restart) {
      listener.onRestart(restart);
    }
  }

  private void tell(StepUpdate update) {
    switch (update.getStatus()) {
      case STEP_STATUS_IN_PROGRESS -> {
        if (update.hasProgress()) {
          listener.onProgress(update);
        } else {
          listener.onStepStarted(update.getStep());
        }
      }
      case STEP_STATUS_COMPLETE -> tell(update, update.getData());
      // Of an error the future tells.
      case STEP_STATUS_ERROR, STEP_STATUS_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }

  private void tell(StepUpdate update, StepData data) {
    switch (update.getStep()) {
      case STEP_EXTRACT_CONSTRAINTS -> listener.onConstraints(data.getConstraintsList());
      case STEP_GENERATE_SOLUTIONS -> listener.onSolutions(data.getSolutionsList());
      case STEP_VERIFY_SOLUTIONS ->
          listener.onVerificationResults(data.getVerificationResultsList());
      case STEP_SELECT_SOLUTION -> listener.onSelectedSolution(data.getSelectedSolution());
      case STEP_WORKFLOW, STEP_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }

  @Override
  public void end(Outcome outcome) {
    if (outcome instanceof Failure failure) {
      answer.completeExceptionally(failure.toException());
    } else if (last != null) {
      answer.complete(
          SolveResponse.newBuilder().setRunId(last.getRunId()).setResult(last.getResult()).build());
    }
  }

  @Override
  public void threw(Throwable thrown) {
    answer.completeExceptionally(thrown);
  }

  @Override
  public void misused(IllegalArgumentException how) {
    answer.completeExceptionally(how);
  }
}
