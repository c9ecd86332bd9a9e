package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code cancel model= run= deltas=}: one {@code SolveStream}, cancelled after so many text deltas.
 * Answers with when, {@code nanos} on the clock that all processes share.
 */
final class Cancels implements Worker.Command {

  private static final long LIMIT_SECONDS = 60;

  private final Channels channels;

  Cancels(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Line run(Line order) throws Exception {
    SolveRequest request = Problems.streamed(order.text("model"), order.text("run"));
    var call = new Call(order.integer("deltas"));
    channels.planGen(1).solveStream(request, call);
    if (!call.begun.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the run does not stream");
    }
    long now = System.nanoTime();
    call.cancel();
    return Line.of("done").with("nanos", now);
  }

  private static final class Call implements ClientResponseObserver<SolveRequest, StepUpdate> {
    private final CountDownLatch begun;
    private final AtomicInteger failed = new AtomicInteger();
    private @Nullable ClientCallStreamObserver<SolveRequest> stream;

    Call(int deltas) {
      begun = new CountDownLatch(deltas);
    }

    void cancel() {
      if (stream == null || failed.get() > 0) {
        throw new IllegalStateException("the run ended before it was cancelled");
      }
      stream.cancel("measured", null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SolveRequest> requests) {
      stream = requests;
    }

    @Override
    public void onNext(StepUpdate update) {
      if (update.getProgress().hasTextDelta()) {
        begun.countDown();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      failed.incrementAndGet();
    }

    @Override
    public void onCompleted() {
      failed.incrementAndGet();
    }
  }
}
