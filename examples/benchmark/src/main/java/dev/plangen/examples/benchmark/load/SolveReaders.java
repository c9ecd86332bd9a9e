package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code read model= run= runs=}: so many {@code SolveStream} calls at once, with text deltas, each
 * read as it comes. Answers with how many {@code deltas} came and how many runs {@code failed}.
 */
final class SolveReaders implements Worker.Command {

  private static final long LIMIT_SECONDS = 120;

  private final Channels channels;

  SolveReaders(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Line run(Line order) throws Exception {
    SolveRequest request = Problems.streamed(order.text("model"), order.text("run"));
    int runs = order.integer("runs");
    var deltas = new LongAdder();
    var failed = new AtomicInteger();
    var all = new CountDownLatch(runs);
    for (int i = 0; i < runs; i++) {
      channels
          .planGen(0)
          .solveStream(
              request,
              new StreamObserver<>() {
                @Override
                public void onNext(StepUpdate update) {
                  if (update.getProgress().hasTextDelta()) {
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
