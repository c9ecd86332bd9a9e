package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckRequest;

/**
 * Refuses to be asked about services whose names are too long to be any: gRPC keeps the name that a
 * watch was opened with for as long as it is open, and everybody may open one.
 */
public final class HealthRequests implements ServerInterceptor {

  static final int MOST_CHARACTERS = 256;

  private HealthRequests() {}

  /** Of that service, which is {@code grpc.health.v1.Health}. */
  public static ServerServiceDefinition of(BindableService health) {
    return DecodedRequests.of(
        ServerInterceptors.intercept(health.bindService(), new HealthRequests()));
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof HealthCheckRequest asked
            && asked.getService().length() > MOST_CHARACTERS) {
          throw new FailureException(
              Failure.InvalidRequest.of(
                  "service", "must be at most " + MOST_CHARACTERS + " characters"));
        }
        super.onMessage(message);
      }
    };
  }
}
