package dev.plangen.server.rpc;

import static java.util.Objects.requireNonNullElseGet;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.plangen.server.domain.Failure;
import dev.plangen.v1.StepError;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The one place where failures become statuses (AIP-193). */
final class StatusMapper {

  private static final int MOST_VIOLATIONS = 20;

  /** Of all reasons that are ours. */
  static final String DOMAIN = "plangen.dev";

  /** In the metadata of a reason, where it is that of a run. */
  static final String RUN_ID = "run_id";

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  /** Where a provider says "too many" and not for how long. */
  private static final Duration DEFAULT_RETRY_DELAY = Duration.ofSeconds(1);

  /** The longest that a client should wait by itself, rather than tell. */
  private static final Duration LONGEST_PUSHBACK = Duration.ofMinutes(1);

  /** To gRPC: no retry. */
  private static final String NO_RETRY = "-1";

  private StatusMapper() {}

  /** As the status of a call that belongs to no run. */
  static StatusRuntimeException toException(Failure failure) {
    return StatusProto.toStatusRuntimeException(
        status(failure, ErrorInfo.newBuilder()), trailers(failure));
  }

  /** Refuses a call that no endpoint has seen: trailers only. */
  static void close(ServerCall<?, ?> call, Failure failure) {
    StatusRuntimeException refused = toException(failure);
    call.close(refused.getStatus(), requireNonNullElseGet(refused.getTrailers(), Metadata::new));
  }

  static StatusRuntimeException toException(Failure failure, String runId) {
    return StatusProto.toStatusRuntimeException(
        status(failure, ErrorInfo.newBuilder().putMetadata(RUN_ID, runId)));
  }

  /** A client with a retry policy heeds the pushback by itself. */
  private static Metadata trailers(Failure failure) {
    var trailers = new Metadata();
    switch (failure) {
      case Failure.ServerOverloaded(Duration delay) -> trailers.put(PUSHBACK, pushback(delay));
      case Failure.QuotaExceeded exceeded ->
          trailers.put(PUSHBACK, pushback(exceeded.retryDelay()));
      default -> {}
    }
    return trailers;
  }

  /** Rounded up: a moment too early is refused again. */
  private static String pushback(Duration delay) {
    return delay.compareTo(LONGEST_PUSHBACK) > 0
        ? NO_RETRY
        : Long.toString(delay.plusNanos(999_999).toMillis());
  }

  static StepError toStepError(Failure failure) {
    StepError.Builder error =
        StepError.newBuilder()
            .setCode(code(failure).getNumber())
            .setReason(failure.reason())
            .setMessage(failure.message());
    retryDelay(failure).ifPresent(delay -> error.setRetryDelay(toProto(delay)));
    return error.build();
  }

  private static Status status(Failure failure, ErrorInfo.Builder info) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(code(failure).getNumber())
            .setMessage(failure.message())
            .addDetails(
                Any.pack(
                    info.setReason(failure.reason())
                        .setDomain(DOMAIN)
                        .putAllMetadata(metadata(failure))
                        .build()));
    if (failure instanceof Failure.InvalidRequest invalid) {
      status.addDetails(Any.pack(badRequest(invalid)));
    }
    if (failure instanceof Failure.QuotaExceeded exceeded) {
      status.addDetails(Any.pack(quotaFailure(exceeded)));
    }
    retryDelay(failure)
        .ifPresent(
            delay ->
                status.addDetails(
                    Any.pack(RetryInfo.newBuilder().setRetryDelay(toProto(delay)).build())));
    return status.build();
  }

  private static Code code(Failure failure) {
    return switch (failure) {
      case Failure.InvalidRequest _ -> Code.INVALID_ARGUMENT;
      case Failure.UnknownModel _,
          Failure.UnknownVerifier _,
          Failure.UnknownProfile _,
          Failure.UnknownRun _,
          Failure.RunExpired _ ->
          Code.NOT_FOUND;
      case Failure.RequestIdReused _ -> Code.ALREADY_EXISTS;
      case Failure.Unauthenticated _ -> Code.UNAUTHENTICATED;
      case Failure.PermissionDenied _ -> Code.PERMISSION_DENIED;
      case Failure.AuthenticationUnavailable _ -> Code.UNAVAILABLE;
      case Failure.ServerOverloaded _, Failure.QuotaExceeded _, Failure.BudgetExhausted _ ->
          Code.RESOURCE_EXHAUSTED;
      case Failure.ModelFailed failed ->
          switch (failed.kind()) {
            case CREDENTIALS_REJECTED,
                MISCONFIGURED,
                REJECTED_REQUEST,
                CONTEXT_EXCEEDED,
                CONTENT_FILTERED ->
                Code.FAILED_PRECONDITION;
            case RATE_LIMITED -> Code.RESOURCE_EXHAUSTED;
            case UNAVAILABLE, TIMED_OUT -> Code.UNAVAILABLE;
          };
      case Failure.VerifierFailed failed ->
          switch (failed.fault()) {
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case FAILED -> Code.FAILED_PRECONDITION;
          };
      case Failure.OutputUnusable _ -> Code.ABORTED;
      case Failure.Cancelled _, Failure.NotNeeded _ -> Code.CANCELLED;
      case Failure.DeadlineExceeded _,
          Failure.SoftDeadlineExceeded _,
          Failure.RunDurationExceeded _ ->
          Code.DEADLINE_EXCEEDED;
      case Failure.ServerDraining _ -> Code.UNAVAILABLE;
      case Failure.Internal _ -> Code.INTERNAL;
    };
  }

  private static Optional<Duration> retryDelay(Failure failure) {
    return switch (failure) {
      case Failure.ServerOverloaded(Duration delay) -> Optional.of(delay);
      case Failure.QuotaExceeded exceeded -> Optional.of(exceeded.retryDelay());
      case Failure.AuthenticationUnavailable _ ->
          Optional.of(Failure.AuthenticationUnavailable.RETRY_DELAY);
      case Failure.ModelFailed failed when failed.kind() == Failure.ModelFailed.Kind.RATE_LIMITED ->
          failed.retryDelay().or(() -> Optional.of(DEFAULT_RETRY_DELAY));
      case Failure.ModelFailed failed -> failed.retryDelay();
      default -> Optional.empty();
    };
  }

  /** Named as Google's own services name them. */
  private static Map<String, String> metadata(Failure failure) {
    return failure instanceof Failure.QuotaExceeded exceeded
        ? Map.of(
            "quota_limit",
            exceeded.limit().key(),
            "quota_limit_value",
            Long.toString(exceeded.most()))
        : Map.of();
  }

  private static QuotaFailure quotaFailure(Failure.QuotaExceeded exceeded) {
    QuotaFailure.Builder details = QuotaFailure.newBuilder();
    details
        .addViolationsBuilder()
        .setSubject("tenant:" + exceeded.tenant())
        .setDescription(exceeded.message())
        .setQuotaId(exceeded.limit().key())
        .setQuotaValue(exceeded.most());
    return details.build();
  }

  /** Details travel as a header, and clients take no more than 8 KiB of headers by default. */
  private static BadRequest badRequest(Failure.InvalidRequest invalid) {
    BadRequest.Builder details = BadRequest.newBuilder();
    invalid.violations().stream()
        .limit(MOST_VIOLATIONS)
        .forEach(
            violation ->
                details
                    .addFieldViolationsBuilder()
                    .setField(violation.field())
                    .setDescription(violation.field() + " " + violation.remedy()));
    return details.build();
  }

  private static com.google.protobuf.Duration toProto(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
