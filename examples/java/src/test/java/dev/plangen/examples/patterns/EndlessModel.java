package dev.plangen.examples.patterns;

import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that writes until its call is cancelled, plugged into the server as a user's own: it sees
 * by its socket whether anything still listens, and costs.
 */
final class EndlessModel extends ModelServiceGrpc.ModelServiceImplBase implements AutoCloseable {

  private static final Duration PACE = Duration.ofMillis(50);

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private Server server;

  static EndlessModel start() throws IOException {
    EndlessModel model = new EndlessModel();
    model.server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(model)
            .build()
            .start();
    return model;
  }

  int port() {
    return server.getPort();
  }

  /** How many calls have begun. */
  int begun() {
    return begun.get();
  }

  /** How many of them have been cancelled. */
  int cancelled() {
    return cancelled.get();
  }

  @Override
  public void generateStream(GenerateRequest request, StreamObserver<GenerateChunk> out) {
    ServerCallStreamObserver<GenerateChunk> call = (ServerCallStreamObserver<GenerateChunk>) out;
    call.setOnCancelHandler(cancelled::incrementAndGet);
    begun.incrementAndGet();
    Thread.ofVirtual().start(() -> write(call));
  }

  private static void write(ServerCallStreamObserver<GenerateChunk> call) {
    long offset = 0;
    while (!call.isCancelled()) {
      call.onNext(GenerateChunk.newBuilder().setOffset(offset).setText("- ").build());
      offset += 2;
      try {
        Thread.sleep(PACE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
