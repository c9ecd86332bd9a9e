package dev.plangen.server.rpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the headers of unary calls leave at once. gRPC keeps those of a method that sends one
 * message until that message is there, which for a solve is minutes; so the server declares its
 * unary methods as streaming ones. On the wire the two are the same, and clients and reflection go
 * by the .proto.
 */
public final class FlushedHeaders {

  private FlushedHeaders() {}

  public static ServerServiceDefinition of(BindableService service) {
    ServerServiceDefinition bound = service.bindService();
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    bound.getMethods().forEach(method -> methods.add(streaming(method)));

    ServiceDescriptor declared = bound.getServiceDescriptor();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(declared.getName())
            .setSchemaDescriptor(declared.getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder flushed = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(flushed::addMethod);
    return flushed.build();
  }

  private static <Q, P> ServerMethodDefinition<Q, P> streaming(
      ServerMethodDefinition<Q, P> method) {
    MethodDescriptor<Q, P> declared = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        declared.toBuilder().setType(MethodType.SERVER_STREAMING).build(),
        method.getServerCallHandler());
  }
}
