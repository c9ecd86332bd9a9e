package dev.plangen.server.plugin;

import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.VerifierServiceGrpc;
import dev.plangen.v1.VerifyRequest;
import dev.plangen.v1.VerifyResponse;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A service as a user would write it, on a real gRPC server. */
public final class Remote implements AutoCloseable {

  static final String ID = "acme/remote";

  /** Long enough that no test waits for it. */
  static final Duration CALL_TIMEOUT = Duration.ofMinutes(10);

  /** Likewise, of a verifier. */
  static final Duration VERIFIER_TIMEOUT = Duration.ofSeconds(30);

  public final SeenCalls seen = new SeenCalls();
  private final Server server;
  private final int port;
  private final Supplier<ManagedChannelBuilder<?>> dial;

  private Remote(
      ServerBuilder<?> builder,
      Supplier<ManagedChannelBuilder<?>> dial,
      BindableService... services) {
    builder.intercept(seen);
    for (BindableService service : services) {
      builder.addService(service);
    }
    this.server = builder.build();
    this.dial = dial;
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.port = server.getPort();
  }

  static Remote inProcess(BindableService... services) {
    String name = InProcessServerBuilder.generateName();
    return new Remote(
        InProcessServerBuilder.forName(name),
        () -> InProcessChannelBuilder.forName(name),
        services);
  }

  /** On a free port of the loopback. */
  public static Remote onSocket(BindableService... services) {
    return onSocket(0, InsecureServerCredentials.create(), services);
  }

  static Remote onSocket(int port, ServerCredentials credentials, BindableService... services) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new Remote(
        NettyServerBuilder.forAddress(address, credentials),
        () -> {
          throw new IllegalStateException("a socket is dialled by its port");
        },
        services);
  }

  public int port() {
    return port;
  }

  /** Of a remote in this process. */
  Connection connect(String service) {
    return Connection.over(ID, service, dial.get());
  }

  /** Plaintext, to a port of the loopback. */
  static Destination at(int port) {
    return new Destination("127.0.0.1:" + port, new Destination.Plaintext(), Optional.empty());
  }

  /** Closes every connection and the port, as a process does that is killed. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A model that writes what the script says. */
  public static BindableService model(
      BiConsumer<GenerateRequest, ServerCallStreamObserver<GenerateChunk>> script) {
    return new ModelServiceGrpc.ModelServiceImplBase() {
      @Override
      public void generateStream(GenerateRequest request, StreamObserver<GenerateChunk> out) {
        script.accept(request, (ServerCallStreamObserver<GenerateChunk>) out);
      }
    };
  }

  /** A verifier that answers, or does not, as the script does. */
  public static BindableService verifier(
      BiConsumer<VerifyRequest, ServerCallStreamObserver<VerifyResponse>> script) {
    return new VerifierServiceGrpc.VerifierServiceImplBase() {
      @Override
      public void verify(VerifyRequest request, StreamObserver<VerifyResponse> out) {
        script.accept(request, (ServerCallStreamObserver<VerifyResponse>) out);
      }
    };
  }
}
