package dev.plangen.testing;

import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.ModelServiceGrpc.ModelServiceImplBase;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** {@code plangen.v1.ModelService}. */
final class ModelEndpoint extends ModelServiceImplBase {

  private final Queue<GenerateScript> scripts = new ConcurrentLinkedQueue<>();
  private final RunIds ids = new RunIds();
  private final Timers timers;
  private final Executor executor;

  ModelEndpoint(Timers timers, Executor executor) {
    this.timers = timers;
    this.executor = executor;
  }

  void add(GenerateScript script) {
    scripts.add(script);
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> out) {
    play(
        request,
        out,
        new Generation.Sink() {
          @Override
          public void send(GenerateChunk chunk) {}

          @Override
          public void end(String text, GenerateChunk last) {
            out.onNext(
                GenerateResponse.newBuilder()
                    .setText(text)
                    .setFinishReason(last.getFinishReason())
                    .setUsage(last.getUsage())
                    .build());
            out.onCompleted();
          }
        });
  }

  @Override
  public void generateStream(GenerateRequest request, StreamObserver<GenerateChunk> out) {
    play(
        request,
        out,
        new Generation.Sink() {
          @Override
          public void send(GenerateChunk chunk) {
            out.onNext(chunk);
          }

          @Override
          public void end(String text, GenerateChunk last) {
            out.onNext(last);
            out.onCompleted();
          }
        });
  }

  private void play(GenerateRequest request, StreamObserver<?> out, Generation.Sink sink) {
    Replies.open(
        out,
        () -> {
          if (request.getPrompt().isBlank()) {
            throw Statuses.of(Failure.invalid(Map.of("prompt", "must not be empty")));
          }
          GenerateScript script = scripts.poll();
          if (script == null) {
            throw Statuses.of(
                Failure.unscripted("this generation; give the server one by generates()"));
          }
          new Generation(ids.next(), (ServerCallStreamObserver<?>) out, sink, timers)
              .play(script.acts(), executor);
        });
  }
}
