package dev.plangen.client;

import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepError;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import java.util.List;

/** Updates as a server sends them. */
final class Updates {

  static final StepUpdate BEGUN =
      update(1, Step.STEP_EXTRACT_CONSTRAINTS, StepStatus.STEP_STATUS_IN_PROGRESS);
  static final StepUpdate EXTRACTED =
      update(2, Step.STEP_EXTRACT_CONSTRAINTS, StepStatus.STEP_STATUS_COMPLETE);
  static final StepUpdate RESULT =
      update(3, Step.STEP_SELECT_SOLUTION, StepStatus.STEP_STATUS_COMPLETE).toBuilder()
          .setResult(SolveResult.newBuilder().addConstraints("thirty minutes"))
          .build();
  static final List<StepUpdate> WHOLE_RUN = List.of(BEGUN, EXTRACTED, RESULT);

  private Updates() {}

  static StepUpdate update(long sequence, Step step, StepStatus status) {
    return StepUpdate.newBuilder()
        .setRunId(ScriptedServer.RUN_ID)
        .setSequence(sequence)
        .setStep(step)
        .setStatus(status)
        .build();
  }

  /** Nothing beside the steps but heartbeats. */
  static StreamOptions heartbeatEvery(double seconds) {
    StreamOptions.Builder options = StreamOptions.newBuilder();
    options.getHeartbeatIntervalBuilder().setNanos((int) (seconds * 1e9));
    return options.build();
  }

  static StepUpdate failed(Step step, StepError error) {
    return update(2, step, StepStatus.STEP_STATUS_ERROR).toBuilder().setError(error).build();
  }
}
