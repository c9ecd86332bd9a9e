package dev.plangen.examples.evaluate.ask;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.plangen.client.FieldViolation;
import dev.plangen.client.PlanGenException;
import dev.plangen.v1.Usage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a call failed.
 *
 * @param reason as the contract lists it; empty if the failure did not come from the server
 * @param fields names of the request's fields that the server refuses
 * @param usage what the run had cost until then, as far as the server has told it
 * @param seconds how long the run had taken until then
 */
record Refusal(
    Status.Code code,
    String reason,
    String message,
    List<String> fields,
    Optional<Duration> retryDelay,
    Optional<String> run,
    Usage usage,
    double seconds) {

  /** They would meet every other call too. */
  private static final Set<String> OF_EVERY_CALL =
      Set.of(
          "MODEL_NOT_FOUND",
          "VERIFIER_NOT_FOUND",
          "PROFILE_NOT_FOUND",
          "MODEL_CREDENTIALS_REJECTED",
          "MODEL_MISCONFIGURED");

  private static final Set<Status.Code> CODES_OF_EVERY_CALL =
      Set.of(Status.Code.UNIMPLEMENTED, Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);

  static Refusal of(PlanGenException e, Usage usage, double seconds) {
    return new Refusal(
        e.code(),
        e.reason(),
        e.fieldViolations().isEmpty() ? String.valueOf(e.getMessage()) : told(e.fieldViolations()),
        e.fieldViolations().stream().map(FieldViolation::field).toList(),
        e.retryDelay(),
        e.runId(),
        usage,
        seconds);
  }

  static Refusal of(StatusRuntimeException e) {
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    Optional<ErrorInfo> info = Optional.empty();
    Optional<Duration> retryDelay = Optional.empty();
    try {
      for (com.google.protobuf.Any detail :
          status == null ? List.<com.google.protobuf.Any>of() : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          info = Optional.of(detail.unpack(ErrorInfo.class));
        } else if (detail.is(RetryInfo.class)) {
          com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
          retryDelay = Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        }
      }
    } catch (InvalidProtocolBufferException mangled) {
      // The status itself still tells something.
    }
    return new Refusal(
        e.getStatus().getCode(),
        info.map(ErrorInfo::getReason).orElse(""),
        String.valueOf(e.getMessage()),
        List.of(),
        retryDelay,
        Optional.empty(),
        Usage.getDefaultInstance(),
        0);
  }

  private static String told(List<FieldViolation> violations) {
    return violations.stream().map(FieldViolation::description).collect(Collectors.joining("; "));
  }

  /** Whether no server has answered. */
  boolean isUnreachable() {
    return (code == Status.Code.UNAVAILABLE && reason.isEmpty())
        || reason.equals("SERVER_DRAINING");
  }

  /** Whether the same call may succeed a little later. */
  boolean mayPass() {
    return code == Status.Code.UNAVAILABLE
        || (code == Status.Code.RESOURCE_EXHAUSTED && !reason.equals("BUDGET_EXHAUSTED"))
        || reason.equals(PlanGenException.STREAM_BROKEN);
  }

  /** Whether it is not about this problem, so that there is no use in asking for the others. */
  boolean isOfEveryCall() {
    return OF_EVERY_CALL.contains(reason)
        || CODES_OF_EVERY_CALL.contains(code)
        || (code == Status.Code.INVALID_ARGUMENT && !fields.equals(List.of("problem")));
  }

  /** Whether the run that this one was to start from is not there any more. */
  boolean isOfBase() {
    return reason.equals("RUN_EXPIRED") || reason.equals("RUN_NOT_FOUND");
  }
}
