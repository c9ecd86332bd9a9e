package dev.plangen.client;

import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceImplBase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** A real server in this JVM, whose answers a test scripts. */
final class ScriptedServer implements AutoCloseable {

  static final String RUN_ID = "01938c2e-0000-7000-8000-000000000001";

  /** Answers one call. Must return; what comes later is sent by other threads. */
  @FunctionalInterface
  interface Script<T> {
    void answer(ServerCallStreamObserver<T> out);
  }

  private final Server server;
  private final ManagedChannel channel;

  private ScriptedServer(Server server, ManagedChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  /** Speaks the in-process transport. */
  static ScriptedServer inProcess(BindableService... services) {
    String name = UUID.randomUUID().toString();
    return new ScriptedServer(
        start(InProcessServerBuilder.forName(name), services),
        InProcessChannelBuilder.forName(name).build());
  }

  /** Does all that it has to do, and the client too, in the thread that calls. */
  static ScriptedServer inCallingThread(PlanGenServiceImplBase service) {
    String name = UUID.randomUUID().toString();
    return new ScriptedServer(
        start(InProcessServerBuilder.forName(name).directExecutor(), service),
        InProcessChannelBuilder.forName(name).directExecutor().build());
  }

  /** Listens on a free port of loopback. */
  static ScriptedServer onSocket(PlanGenServiceImplBase service) {
    Server server =
        start(Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()), service);
    return new ScriptedServer(
        server,
        Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
            .build());
  }

  private static Server start(ServerBuilder<?> builder, BindableService... services) {
    try {
      List.of(services).forEach(builder::addService);
      return builder.intercept(new RunIdSender()).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PlanGenServiceImplBase streaming(Script<StepUpdate> script) {
    return new PlanGenServiceImplBase() {
      @Override
      public void solveStream(SolveRequest request, StreamObserver<StepUpdate> out) {
        script.answer((ServerCallStreamObserver<StepUpdate>) out);
      }
    };
  }

  /** A channel to this server, which closes with it. */
  ManagedChannel channel() {
    return channel;
  }

  /** Where this server listens, if it is on a socket. */
  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  /** As the contract has it: headers name the run; a failure before them has none. */
  private static final class RunIdSender implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata requestHeaders, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void sendHeaders(Metadata headers) {
              headers.put(
                  Metadata.Key.of("plangen-run-id", Metadata.ASCII_STRING_MARSHALLER), RUN_ID);
              super.sendHeaders(headers);
            }
          },
          requestHeaders);
    }
  }
}
