package dev.plangen.testing;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.plangen.v1.StepError;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Turns failures into what travels. */
final class Statuses {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private Statuses() {}

  /** Of a call that belongs to no run. */
  static StatusRuntimeException of(Failure failure) {
    Metadata trailers = new Metadata();
    if (failure.reason().equals("SERVER_OVERLOADED")) {
      failure
          .retryDelay()
          .ifPresent(delay -> trailers.put(PUSHBACK, Long.toString(delay.toMillis())));
    }
    return StatusProto.toStatusRuntimeException(status(failure, ErrorInfo.newBuilder()), trailers);
  }

  static StatusRuntimeException of(Failure failure, String runId) {
    return StatusProto.toStatusRuntimeException(
        status(failure, ErrorInfo.newBuilder().putMetadata("run_id", runId)));
  }

  static StatusRuntimeException of(StepError error, String runId) {
    return of(failure(error), runId);
  }

  /** Of a call whose connection broke: nobody was left to send details. */
  static StatusRuntimeException broken(Status.Code code) {
    return Status.fromCode(code).withDescription("the connection broke").asRuntimeException();
  }

  static StepError error(Failure failure) {
    StepError.Builder error =
        StepError.newBuilder()
            .setCode(failure.code().value())
            .setReason(failure.reason())
            .setMessage(failure.message());
    failure.retryDelay().ifPresent(delay -> error.setRetryDelay(duration(delay)));
    return error.build();
  }

  private static Failure failure(StepError error) {
    Optional<Duration> delay =
        error.hasRetryDelay() ? Optional.of(duration(error.getRetryDelay())) : Optional.empty();
    return new Failure(
        Status.fromCodeValue(error.getCode()).getCode(),
        error.getReason(),
        error.getMessage(),
        delay,
        Map.of());
  }

  private static com.google.rpc.Status status(Failure failure, ErrorInfo.Builder info) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(failure.code().value())
            .setMessage(failure.message())
            .addDetails(
                Any.pack(info.setReason(failure.reason()).setDomain("plangen.dev").build()));
    if (!failure.violations().isEmpty()) {
      BadRequest.Builder wrong = BadRequest.newBuilder();
      failure
          .violations()
          .forEach(
              (field, remedy) ->
                  wrong
                      .addFieldViolationsBuilder()
                      .setField(field)
                      .setDescription(field + " " + remedy));
      status.addDetails(Any.pack(wrong.build()));
    }
    failure
        .retryDelay()
        .ifPresent(
            delay ->
                status.addDetails(
                    Any.pack(RetryInfo.newBuilder().setRetryDelay(duration(delay)).build())));
    return status.build();
  }

  private static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
