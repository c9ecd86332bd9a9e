package dev.plangen.client;

import dev.plangen.v1.Step;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call failed: in the server, on the way, or because the caller left. This client reports failed
 * calls by no other exception.
 *
 * <p>Decide by {@link #code} and {@link #reason}, as the comment on {@code PlanGenService} lists
 * them with what to do; the message is for people. The cause is gRPC's own exception, if it was
 * gRPC that reported the failure. Immutable.
 */
public final class PlanGenException extends RuntimeException {

  /** The {@link #reason} of a stream that ended without saying how its run did. */
  public static final String STREAM_BROKEN = "STREAM_BROKEN";

  private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final String reason;
  private final String description;
  private final @Nullable Step step;
  private final @Nullable Duration retryDelay;
  private final @Nullable String runId;

  // Of List.copyOf, which can be serialized.
  @SuppressWarnings("serial")
  private final List<FieldViolation> fieldViolations;

  PlanGenException(Failure failure) {
    super(message(failure), failure.status().getCause());
    this.code = failure.code();
    this.reason = failure.reason();
    this.description = description(failure);
    this.step = failure.step().orElse(null);
    this.retryDelay = failure.retryDelay().orElse(null);
    this.runId = failure.runId().orElse(null);
    this.fieldViolations = failure.fieldViolations();
  }

  private static String message(Failure failure) {
    StringBuilder message = new StringBuilder(failure.status().getCode().name());
    if (!failure.reason().isEmpty()) {
      message.append(" (").append(failure.reason()).append(')');
    }
    String description = description(failure);
    if (!description.isEmpty()) {
      message.append(": ").append(description);
    }
    failure.runId().ifPresent(runId -> message.append(" [run ").append(runId).append(']'));
    return message.toString();
  }

  private static String description(Failure failure) {
    String description = failure.status().getDescription();
    return description == null ? "" : description;
  }

  /** The status. */
  public Status.Code code() {
    return code;
  }

  /**
   * The reason, as listed at {@code PlanGenService}, or {@link #STREAM_BROKEN}. Empty where the
   * failure did not reach the server or did not come from it: no connection, a deadline that passed
   * here, a stream that was closed, a thread that was interrupted.
   */
  public String reason() {
    return reason;
  }

  /**
   * What happened and what to do, for a person: the message without status, reason and run id. The
   * server's own sentence where it has said one, else gRPC's; may be empty.
   */
  public String description() {
    return description;
  }

  /** The step whose failure ended the run. Only streams tell it. */
  public Optional<Step> step() {
    return Optional.ofNullable(step);
  }

  /** How long to wait before a retry, where waiting helps. */
  public Optional<Duration> retryDelay() {
    return Optional.ofNullable(retryDelay);
  }

  /**
   * The id of the run. Empty if none was begun, or if what broke had not told it yet: a call that
   * has calls of models to its name may then have cost something all the same.
   */
  public Optional<String> runId() {
    return Optional.ofNullable(runId);
  }

  /** Every wrong field of the request, if that is the reason; else empty. */
  public List<FieldViolation> fieldViolations() {
    return fieldViolations;
  }
}
