package dev.plangen.server.testing;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads what a failed call tells its caller. */
public final class Refused {

  private Refused() {}

  /** A status with its details, each of which must be there once at most. */
  public record Details(
      Status.Code code,
      String message,
      Optional<ErrorInfo> info,
      Optional<BadRequest> badRequest,
      Optional<RetryInfo> retry,
      Optional<QuotaFailure> quota,
      String everything) {

    public String reason() {
      return info.orElseThrow().getReason();
    }

    /** The fields that are wrong, in the order of the status. */
    public List<String> fields() {
      return badRequest.orElseThrow().getFieldViolationsList().stream()
          .map(BadRequest.FieldViolation::getField)
          .toList();
    }
  }

  public static Details details(Throwable thrown) {
    com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(thrown));
    return new Details(
        Status.fromCodeValue(status.getCode()).getCode(),
        status.getMessage(),
        detail(status, ErrorInfo.class),
        detail(status, BadRequest.class),
        detail(status, RetryInfo.class),
        detail(status, QuotaFailure.class),
        status + "\n" + thrown + "\n" + Status.trailersFromThrowable(thrown));
  }

  private static <D extends Message> Optional<D> detail(
      com.google.rpc.Status status, Class<D> type) {
    List<Any> found = status.getDetailsList().stream().filter(detail -> detail.is(type)).toList();
    if (found.size() > 1) {
      throw new AssertionError("a status holds no type of detail twice: " + status);
    }
    return found.stream().findFirst().map(detail -> unpack(detail, type));
  }

  private static <D extends Message> D unpack(Any detail, Class<D> type) {
    try {
      return detail.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
