package dev.plangen.examples.terminal.show;

import com.google.protobuf.Timestamp;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepData;
import dev.plangen.v1.StepError;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;

/** Updates as a server sends them, at a time in milliseconds. */
final class Updates {

  private Updates() {}

  static StepUpdate started(int millis, Step step) {
    return at(millis, step, StepStatus.STEP_STATUS_IN_PROGRESS).build();
  }

  static StepUpdate complete(int millis, Step step, StepData.Builder data) {
    return at(millis, step, StepStatus.STEP_STATUS_COMPLETE).setData(data).build();
  }

  static StepUpdate failed(int millis, Step step, StepError.Builder error) {
    return at(millis, step, StepStatus.STEP_STATUS_ERROR).setError(error).build();
  }

  static StepUpdate progress(int millis, Step step, StepProgress.Builder progress) {
    return at(millis, step, StepStatus.STEP_STATUS_IN_PROGRESS).setProgress(progress).build();
  }

  static StepUpdate delta(Step step, String candidate, long offset, String text) {
    return progress(
        0,
        step,
        StepProgress.newBuilder()
            .setTextDelta(
                TextDelta.newBuilder().setCandidateId(candidate).setOffset(offset).setText(text)));
  }

  static StepUpdate.Builder at(int millis, Step step, StepStatus status) {
    return StepUpdate.newBuilder()
        .setRunId("the-run")
        .setUpdateTime(
            Timestamp.newBuilder()
                .setSeconds(1_000 + millis / 1000)
                .setNanos(millis % 1000 * 1_000_000))
        .setStep(step)
        .setStatus(status);
  }
}
