package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;

/**
 * Refuses calls that do not bring one request that can be decoded, as every other request that is
 * not valid. gRPC by itself ends them as UNKNOWN or INTERNAL without details, and logs a stack
 * trace for what it can't decode, which anybody could make it do without end.
 */
public final class DecodedRequests implements ServerInterceptor {

  private DecodedRequests() {}

  /** Of a service whose methods all take one request. */
  public static ServerServiceDefinition of(ServerServiceDefinition service) {
    // So that decoding happens within onMessage, where it can be caught.
    return ServerInterceptors.intercept(
        ServerInterceptors.useInputStreamMessages(service), new DecodedRequests());
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean received;
      private boolean refused;

      @Override
      public void onMessage(Q message) {
        if (refused) {
          return;
        }
        if (received) {
          refuse("must be one message, and came as several");
          return;
        }
        received = true;
        try {
          super.onMessage(message);
        } catch (StatusRuntimeException undecodable) {
          refuse("can't be decoded as this RPC's message");
        }
      }

      @Override
      public void onHalfClose() {
        if (!received) {
          refuse("must be one message, and did not come");
        }
        // The stub would miss its request, and close the call again.
        if (!refused) {
          super.onHalfClose();
        }
      }

      private void refuse(String remedy) {
        refused = true;
        StatusMapper.close(call, Failure.InvalidRequest.of("request", remedy));
      }
    };
  }
}
