package dev.plangen.examples.benchmark.baseline;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;

/** The shortest way from openai-java's stream to {@code onNext}. */
public final class Relay extends ModelServiceGrpc.ModelServiceImplBase {

  private final BareClient client;

  private Relay(BareClient client) {
    this.client = client;
  }

  @Override
  public void generateStream(GenerateRequest request, StreamObserver<GenerateChunk> out) {
    String model = request.getModel().substring("bench/".length());
    client.stream(
        model,
        "",
        request.getPrompt(),
        text -> out.onNext(GenerateChunk.newBuilder().setText(text).build()));
    out.onCompleted();
  }

  /**
   * Starts it.
   *
   * @param args the provider's base URL
   */
  public static void main(String[] args) throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(new Relay(new BareClient(args[0])))
            .build()
            .start();
    Worker.serve(Line.of("ready").with("port", server.getPort()), Map.of());
  }
}
