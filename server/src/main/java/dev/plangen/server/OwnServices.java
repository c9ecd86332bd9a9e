package dev.plangen.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Interceptors for the services of the contract alone: health checks are no work to be traced. */
final class OwnServices {

  private OwnServices() {}

  static ServerInterceptor onServer(ServerInterceptor interceptor) {
    return new ServerInterceptor() {
      @Override
      public <Q, P> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
        return isOwn(call.getMethodDescriptor())
            ? interceptor.interceptCall(call, headers, next)
            : next.startCall(call, headers);
      }
    };
  }

  static ClientInterceptor onClient(ClientInterceptor interceptor) {
    return new ClientInterceptor() {
      @Override
      public <Q, P> ClientCall<Q, P> interceptCall(
          MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
        return isOwn(method)
            ? interceptor.interceptCall(method, options, next)
            : next.newCall(method, options);
      }
    };
  }

  private static boolean isOwn(MethodDescriptor<?, ?> method) {
    @Nullable String service = method.getServiceName();
    return Objects.requireNonNullElse(service, "").startsWith("plangen.");
  }
}
