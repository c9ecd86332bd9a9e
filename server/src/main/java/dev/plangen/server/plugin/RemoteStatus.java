package dev.plangen.server.plugin;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/**
 * How a call ended that did not end well, to be judged and never to be shown: a remote's message is
 * left out, since it may repeat prompts and secrets.
 *
 * @param reason of an {@code ErrorInfo} of our own domain: the remote is a PlanGEN server
 * @param retryDelay how long the remote asks to wait
 * @param fields that the remote calls wrong; its own words, to be compared and not to be shown
 * @param cause root class of what broke on this side, for example {@code ConnectException}
 */
record RemoteStatus(
    Status.Code code,
    Progress progress,
    Optional<String> reason,
    Optional<Duration> retryDelay,
    Set<String> fields,
    Optional<String> cause) {

  private static final String OUR_DOMAIN = "plangen.dev";

  /** Of gRPC's words, on this side, for a message that is longer than it reads. */
  private static final String TOO_LONG = "exceeds maximum size";

  /** How far a call had come. */
  enum Progress {
    /** No connection came about. */
    UNREACHED,
    /** No message of the remote's had come. */
    UNANSWERED,
    /** One had come, or several. */
    ANSWERED,
    /** One had come that is longer than gRPC reads, 4 MiB. */
    FLOODED
  }

  RemoteStatus {
    fields = Set.copyOf(fields);
  }

  /** Without details. */
  static RemoteStatus of(Status.Code code) {
    return new RemoteStatus(
        code, Progress.UNANSWERED, Optional.empty(), Optional.empty(), Set.of(), Optional.empty());
  }

  /**
   * @param messages how many of the remote's had come
   */
  static RemoteStatus of(Status status, Metadata trailers, int messages) {
    List<Any> details = details(status, trailers);
    return new RemoteStatus(
        status.getCode(),
        progress(status, messages),
        find(details, ErrorInfo.class)
            .filter(info -> info.getDomain().equals(OUR_DOMAIN))
            .map(ErrorInfo::getReason),
        find(details, RetryInfo.class).flatMap(RemoteStatus::delay),
        find(details, BadRequest.class).map(RemoteStatus::fields).orElse(Set.of()),
        causes(status).reduce((_, inner) -> inner).map(root -> root.getClass().getSimpleName()));
  }

  /**
   * Whether the remote has surely written nothing: it refused, or was not reached at all. One that
   * fails otherwise may have reasoned, which nobody sees.
   */
  boolean saysNothingWritten() {
    return switch (progress) {
      case UNREACHED -> true;
      case UNANSWERED -> isRefusal();
      case ANSWERED, FLOODED -> false;
    };
  }

  private boolean isRefusal() {
    return switch (code) {
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED ->
          true;
      case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
          false;
    };
  }

  private static Progress progress(Status status, int messages) {
    if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED
        && String.valueOf(status.getDescription()).contains(TOO_LONG)) {
      return Progress.FLOODED;
    }
    if (messages > 0) {
      return Progress.ANSWERED;
    }
    return causes(status).anyMatch(RemoteStatus::keepsFromConnecting)
        ? Progress.UNREACHED
        : Progress.UNANSWERED;
  }

  private static boolean keepsFromConnecting(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException
        || cause instanceof SSLHandshakeException;
  }

  /** What broke on this side, from the outermost to the root. */
  private static Stream<Throwable> causes(Status status) {
    return Stream.iterate(status.getCause(), Objects::nonNull, Throwable::getCause);
  }

  private static List<Any> details(Status status, Metadata trailers) {
    try {
      return StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList();
    } catch (IllegalArgumentException e) {
      // A proxy has replaced the status, so that the details are another's, or has mangled them.
      return List.of();
    }
  }

  private static <T extends Message> Optional<T> find(List<Any> details, Class<T> type) {
    return details.stream()
        .filter(detail -> detail.is(type))
        .findFirst()
        .flatMap(detail -> unpack(detail, type));
  }

  private static <T extends Message> Optional<T> unpack(Any detail, Class<T> type) {
    try {
      return Optional.of(detail.unpack(type));
    } catch (InvalidProtocolBufferException e) {
      // A mangled detail tells nothing; the code still does.
      return Optional.empty();
    }
  }

  private static Optional<Duration> delay(RetryInfo retry) {
    return Optional.of(retry.getRetryDelay())
        .filter(delay -> Durations.isValid(delay) && !Durations.isNegative(delay))
        .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
  }

  private static Set<String> fields(BadRequest badRequest) {
    return badRequest.getFieldViolationsList().stream()
        .map(BadRequest.FieldViolation::getField)
        .collect(Collectors.toSet());
  }
}
