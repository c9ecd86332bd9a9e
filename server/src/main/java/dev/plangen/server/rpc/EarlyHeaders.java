package dev.plangen.server.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Objects;

/**
 * Lets an endpoint send its response headers, with the run's id, as soon as the run exists. gRPC's
 * stub layer sends headers of its own with the first message; where they went before, those are
 * swallowed (grpc-java issue 8434).
 */
public final class EarlyHeaders implements ServerInterceptor {

  static final Metadata.Key<String> RUN_ID =
      Metadata.Key.of("plangen-run-id", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Call<?, ?>> CALL = Context.key("early-headers");

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    var early = new Call<>(call);
    return Contexts.interceptCall(Context.current().withValue(CALL, early), early, headers, next);
  }

  /** To be called on the thread of the RPC, before it sends anything else. */
  static void send(String runId) {
    var headers = new Metadata();
    headers.put(RUN_ID, runId);
    Objects.requireNonNull(CALL.get(), "the interceptor is not installed").sendHeaders(headers);
  }

  private static final class Call<Q, P> extends SimpleForwardingServerCall<Q, P> {
    private boolean sent;

    Call(ServerCall<Q, P> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      if (!sent) {
        sent = true;
        super.sendHeaders(headers);
      }
    }
  }
}
