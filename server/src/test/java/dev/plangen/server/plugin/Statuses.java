package dev.plangen.server.plugin;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** What a remote may answer instead of an answer. */
final class Statuses {

  /** In every message: what must never be seen again. */
  static final String LEAK = "sk-leaked the prompt was: Plan a trip.";

  private Statuses() {}

  static StatusRuntimeException of(Status.Code code) {
    return code.toStatus().withDescription(LEAK).asRuntimeException();
  }

  static StatusRuntimeException withRetryDelay(Status.Code code, Duration delay) {
    return with(code, Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()));
  }

  static StatusRuntimeException withReason(Status.Code code, String domain, String reason) {
    return with(
        code,
        Any.pack(
            ErrorInfo.newBuilder()
                .setDomain(domain)
                .setReason(reason)
                .putMetadata("leak", LEAK)
                .build()));
  }

  static StatusRuntimeException withField(Status.Code code, String field) {
    return with(
        code,
        Any.pack(
            BadRequest.newBuilder()
                .addFieldViolations(
                    BadRequest.FieldViolation.newBuilder().setField(field).setDescription(LEAK))
                .build()));
  }

  private static StatusRuntimeException with(Status.Code code, Any detail) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(LEAK)
            .addDetails(detail)
            .build());
  }
}
