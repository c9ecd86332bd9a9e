package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;

/**
 * Refuses calls whose requests can't be decoded, or are not one where the method takes one, as
 * every other request that is not valid. gRPC by itself ends them as UNKNOWN or INTERNAL without
 * details, and logs a stack trace for what it can't decode, which anybody could make it do without
 * end.
 */
public final class DecodedRequests implements ServerInterceptor {

  private DecodedRequests() {}

  /** Of that service; what comes next may throw a {@link FailureException} over a message. */
  public static ServerServiceDefinition of(ServerServiceDefinition service) {
    // So that decoding happens within onMessage, where it can be caught.
    return ServerInterceptors.intercept(
        ServerInterceptors.useInputStreamMessages(service), new DecodedRequests());
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    boolean takesOne = call.getMethodDescriptor().getType().clientSendsOneMessage();
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean received;
      private boolean refused;

      @Override
      public void onMessage(Q message) {
        if (refused) {
          return;
        }
        if (received && takesOne) {
          refuse("must be one message, and came as several");
          return;
        }
        received = true;
        try {
          super.onMessage(message);
        } catch (StatusRuntimeException undecodable) {
          refuse("can't be decoded as this RPC's message");
        } catch (FailureException e) {
          refuse(e.failure());
        }
      }

      @Override
      public void onHalfClose() {
        if (!received && takesOne) {
          refuse("must be one message, and did not come");
        }
        // The stub would miss its request, and close the call again.
        if (!refused) {
          super.onHalfClose();
        }
      }

      @Override
      public void onCancel() {
        // A caller that resets what is being refused: a stub that reads a stream would close again.
        if (!refused) {
          super.onCancel();
        }
      }

      private void refuse(String remedy) {
        refuse(Failure.InvalidRequest.of("request", remedy));
      }

      private void refuse(Failure failure) {
        refused = true;
        StatusMapper.close(call, failure);
      }
    };
  }
}
