package dev.plangen.testing;

import io.grpc.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A failure of the contract. It reaches the caller as a status with {@code ErrorInfo} and, where
 * they are set, {@code RetryInfo} and {@code BadRequest}. Immutable.
 *
 * @param code any but OK
 * @param reason UPPER_SNAKE_CASE, one of those that the comment at {@code PlanGenService} lists
 * @param message one sentence for a person
 * @param retryDelay present where waiting this long before a retry helps; not negative
 * @param violations of INVALID_REQUEST: what is wrong with each field, by the field's path
 */
public record Failure(
    Status.Code code,
    String reason,
    String message,
    Optional<Duration> retryDelay,
    Map<String, String> violations) {

  /** Checks and copies. */
  public Failure {
    if (code == Status.Code.OK) {
      throw new IllegalArgumentException("OK is no failure");
    }
    if (!reason.matches("[A-Z][A-Z0-9_]*")) {
      throw new IllegalArgumentException("reason must be UPPER_SNAKE_CASE, and is " + reason);
    }
    retryDelay
        .filter(Duration::isNegative)
        .ifPresent(
            delay -> {
              throw new IllegalArgumentException("retryDelay must be 0 or more, and is " + delay);
            });
    // Unlike Map.copyOf, in the order given.
    violations = Collections.unmodifiableMap(new LinkedHashMap<>(violations));
  }

  /** Returns a failure that does not tell when to retry. */
  public static Failure of(Status.Code code, String reason, String message) {
    return new Failure(code, reason, message, Optional.empty(), Map.of());
  }

  /** Returns SERVER_OVERLOADED, with this {@code RetryInfo}. */
  public static Failure overloaded(Duration retryDelay) {
    return of(
            Status.Code.RESOURCE_EXHAUSTED,
            "SERVER_OVERLOADED",
            "The server is at its limit; retry after the given delay, with back-off.")
        .retryAfter(retryDelay);
  }

  /**
   * Returns INVALID_REQUEST.
   *
   * @param violations what each field must be, as the rest of a sentence that begins with the
   *     field, by its path, for example {@code sampling.temperature}
   */
  public static Failure invalid(Map<String, String> violations) {
    StringBuilder message = new StringBuilder("The request is not valid:");
    violations.forEach(
        (field, remedy) ->
            message.append(' ').append(field).append(' ').append(remedy).append(';'));
    message.setCharAt(message.length() - 1, '.');
    return new Failure(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        message.toString(),
        Optional.empty(),
        violations);
  }

  /** Returns the same failure with this {@code RetryInfo}. */
  public Failure retryAfter(Duration delay) {
    return new Failure(code, reason, message, Optional.of(delay), violations);
  }

  static Failure unknownRun(String name) {
    return of(
        Status.Code.NOT_FOUND,
        "RUN_NOT_FOUND",
        "No run \"" + name + "\" is known here; ListRuns tells which are.");
  }

  /** Says what the test has forgotten. */
  static Failure unscripted(String what) {
    return of(
        Status.Code.FAILED_PRECONDITION,
        "NOT_SCRIPTED",
        "The test has no script for " + what + ".");
  }

  static Failure cancelled() {
    return of(
        Status.Code.CANCELLED, "CANCELLED", "The run was cancelled, or its last caller left.");
  }

  static Failure deadlineExceeded() {
    return of(
        Status.Code.DEADLINE_EXCEEDED,
        "DEADLINE_EXCEEDED",
        "The deadline passed before the run came to its end.");
  }
}
