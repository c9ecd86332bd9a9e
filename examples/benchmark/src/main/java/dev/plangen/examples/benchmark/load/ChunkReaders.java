package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code chunks model= streams=}: so many {@code GenerateStream} calls at once, each read as it
 * comes. Answers with how many {@code deltas} came and how many streams {@code failed}.
 */
final class ChunkReaders implements Worker.Command {

  private static final long LIMIT_SECONDS = 120;

  private final Channels channels;

  ChunkReaders(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Line run(Line order) throws Exception {
    GenerateRequest request =
        GenerateRequest.newBuilder()
            .setPrompt(Problems.MEETING)
            .setModel("bench/" + order.text("model"))
            .build();
    int streams = order.integer("streams");
    var deltas = new LongAdder();
    var failed = new AtomicInteger();
    var all = new CountDownLatch(streams);
    for (int i = 0; i < streams; i++) {
      ModelServiceGrpc.newStub(channels.get(0))
          .generateStream(
              request,
              new StreamObserver<>() {
                @Override
                public void onNext(GenerateChunk chunk) {
                  if (!chunk.getText().isEmpty()) {
                    deltas.increment();
                  }
                }

                @Override
                public void onError(Throwable thrown) {
                  failed.incrementAndGet();
                  all.countDown();
                }

                @Override
                public void onCompleted() {
                  all.countDown();
                }
              });
    }
    if (!all.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the streams have not ended");
    }
    return Line.of("done").with("deltas", deltas).with("failed", failed);
  }
}
