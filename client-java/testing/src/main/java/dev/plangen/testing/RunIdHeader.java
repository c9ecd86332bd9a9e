package dev.plangen.testing;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.Objects;

/** The response header that names the run, sent as soon as there is one. */
final class RunIdHeader implements ServerInterceptor {

  private static final Metadata.Key<String> RUN_ID =
      Metadata.Key.of("plangen-run-id", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Call<?, ?>> CALL = Context.key("plangen-test-call");

  /** To be called on the thread of the RPC, before it sends anything else. */
  static void send(String runId) {
    Metadata headers = new Metadata();
    headers.put(RUN_ID, runId);
    Objects.requireNonNull(CALL.get(), "the interceptor is not installed").sendHeaders(headers);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Call<Q, A> own = new Call<>(call);
    return Contexts.interceptCall(Context.current().withValue(CALL, own), own, headers, next);
  }

  /**
   * On a socket, gRPC keeps the headers of a method that sends one message until that message is
   * there. Called a streaming one, which on the wire is the same, it sends them at once.
   */
  static ServerServiceDefinition flushed(BindableService service) {
    ServerServiceDefinition bound = service.bindService();
    ServerServiceDefinition.Builder flushed =
        ServerServiceDefinition.builder(bound.getServiceDescriptor().getName());
    bound.getMethods().forEach(method -> flushed.addMethod(streaming(method)));
    return flushed.build();
  }

  private static <Q, A> ServerMethodDefinition<Q, A> streaming(
      ServerMethodDefinition<Q, A> method) {
    return ServerMethodDefinition.create(
        method.getMethodDescriptor().toBuilder().setType(MethodType.SERVER_STREAMING).build(),
        method.getServerCallHandler());
  }

  /** Swallows the headers that gRPC's stub layer sends with the first message. */
  private static final class Call<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private boolean sent;

    Call(ServerCall<Q, A> call) {
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
