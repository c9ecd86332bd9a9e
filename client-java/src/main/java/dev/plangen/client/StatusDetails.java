package dev.plangen.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a status carries: {@code google.rpc} details, as the contract lists them. */
final class StatusDetails {

  private static final String DOMAIN = "plangen.dev";

  private StatusDetails() {}

  /**
   * The failure of a call.
   *
   * @param thrown what gRPC reports
   * @param runId the run's id, where something before the status has told it
   */
  static Failure read(Throwable thrown, Optional<String> runId) {
    List<Any> details = details(thrown);
    // A gateway may have reasons of its own, which are of another domain.
    Optional<ErrorInfo> info =
        find(details, ErrorInfo.class).filter(found -> found.getDomain().equals(DOMAIN));
    return new Failure(
        // With what gRPC threw as its cause: the metadata that came with the status is in there.
        Status.fromThrowable(thrown).withCause(thrown),
        info.map(ErrorInfo::getReason).orElse(""),
        Optional.empty(),
        find(details, RetryInfo.class).map(retry -> toJavaTime(retry.getRetryDelay())),
        runId.or(() -> info.flatMap(StatusDetails::runId)),
        find(details, BadRequest.class).map(StatusDetails::violations).orElse(List.of()));
  }

  static Duration toJavaTime(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  static com.google.protobuf.Duration toProtoTime(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  private static List<Any> details(Throwable thrown) {
    try {
      com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
      return status == null ? List.of() : status.getDetailsList();
    } catch (IllegalArgumentException e) {
      // A proxy has replaced the status, so that the details are another's, or has mangled them.
      return List.of();
    }
  }

  private static <T extends Message> Optional<T> find(List<Any> details, Class<T> type) {
    for (Any detail : details) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          // A mangled detail tells nothing; the status itself still does.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> runId(ErrorInfo info) {
    return Optional.ofNullable(info.getMetadataMap().get("run_id"));
  }

  private static List<FieldViolation> violations(BadRequest badRequest) {
    return badRequest.getFieldViolationsList().stream()
        .map(violation -> new FieldViolation(violation.getField(), violation.getDescription()))
        .toList();
  }
}
