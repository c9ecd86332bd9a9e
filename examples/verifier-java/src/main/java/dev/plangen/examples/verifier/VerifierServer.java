package dev.plangen.examples.verifier;

import dev.plangen.v1.VerifierServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves the verifier on this machine's loopback, with a health service, and prints where it
 * listens. Its one argument is the port, 0 for any free one.
 */
public final class VerifierServer {

  private VerifierServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: VerifierServer PORT");
      System.exit(2);
    }
    Server server = start(Integer.parseInt(args[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    System.out.println("listening on 127.0.0.1:" + server.getPort());
    server.awaitTermination();
  }

  static Server start(int port) throws IOException {
    var health = new HealthStatusManager();
    health.setStatus(VerifierServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            InsecureServerCredentials.create())
        // A verifier may block, and one call need not wait for another.
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .addService(new FridayVerifier())
        .addService(health.getHealthService())
        .build()
        .start();
  }

  /** Lets calls end that are being answered; a health watch never does by itself. */
  private static void stop(Server server) {
    server.shutdown();
    try {
      server.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.shutdownNow();
  }
}
