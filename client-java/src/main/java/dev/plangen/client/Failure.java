package dev.plangen.client;

import dev.plangen.v1.Step;
import dev.plangen.v1.StepError;
import dev.plangen.v1.StepUpdate;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of why a call failed. It becomes an exception only in the thread that asks, so that
 * the stack trace is that thread's.
 */
record Failure(
    Status status,
    String reason,
    Optional<Step> step,
    Optional<Duration> retryDelay,
    Optional<String> runId,
    List<FieldViolation> fieldViolations)
    implements Outcome {

  Failure {
    fieldViolations = List.copyOf(fieldViolations);
  }

  /** One that began on this side, or on the way. */
  static Failure local(Status status, String reason, Optional<String> runId) {
    return new Failure(status, reason, Optional.empty(), Optional.empty(), runId, List.of());
  }

  /** As a run's terminal update tells it. */
  static Failure toldBy(StepUpdate terminal) {
    StepError error = terminal.getError();
    return new Failure(
        Status.fromCodeValue(error.getCode()).withDescription(error.getMessage()),
        error.getReason(),
        Optional.of(terminal.getStep()),
        error.hasRetryDelay()
            ? Optional.of(StatusDetails.toJavaTime(error.getRetryDelay()))
            : Optional.empty(),
        Optional.of(terminal.getRunId()),
        List.of());
  }

  Status.Code code() {
    return status.getCode();
  }

  PlanGenException toException() {
    return new PlanGenException(this);
  }

  @Override
  public void throwIfFailed() {
    throw toException();
  }
}
