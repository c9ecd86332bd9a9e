package dev.plangen.server.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells of the calls that are refused: those that end with a reason of ours, and not with that of a
 * run. Reads what the caller is sent, so it does not matter who refuses. Thread-safe.
 */
public final class Refusals implements ServerInterceptor {

  private final Consumer<String> told;

  /**
   * @param told of the reason of each; must not block
   */
  public Refusals(Consumer<String> told) {
    this.told = told;
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
              reason(status, trailers).ifPresent(told);
            }
            super.close(status, trailers);
          }
        },
        headers);
  }

  private static Optional<String> reason(Status status, Metadata trailers) {
    var details = StatusProto.fromStatusAndTrailers(status, trailers);
    return details.getDetailsList().stream()
        .filter(detail -> detail.is(ErrorInfo.class))
        .findFirst()
        .flatMap(
            detail -> {
              try {
                return Optional.of(detail.unpack(ErrorInfo.class));
              } catch (InvalidProtocolBufferException e) {
                return Optional.empty();
              }
            })
        .filter(info -> info.getDomain().equals(StatusMapper.DOMAIN))
        .filter(info -> !info.containsMetadata(StatusMapper.RUN_ID))
        .map(ErrorInfo::getReason);
  }
}
