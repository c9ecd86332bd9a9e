package dev.plangen.examples.benchmark.memory;

import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceStub;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicLong;

/** Open streams of one kind, which read what comes and end together. */
final class Streams implements AutoCloseable {

  private final CancellableContext context = Context.current().withCancellation();
  private final AtomicLong deltas = new AtomicLong();
  private final AtomicLong open = new AtomicLong();

  Streams(PlanGenServiceStub stub, SolveRequest request, int count) {
    context.run(
        () -> {
          for (int i = 0; i < count; i++) {
            open.incrementAndGet();
            stub.solveStream(request, new Reader());
          }
        });
  }

  long deltas() {
    return deltas.get();
  }

  long open() {
    return open.get();
  }

  @Override
  public void close() {
    context.cancel(null);
  }

  private final class Reader implements StreamObserver<StepUpdate> {
    @Override
    public void onNext(StepUpdate update) {
      if (update.getProgress().hasTextDelta()) {
        deltas.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      open.decrementAndGet();
    }

    @Override
    public void onCompleted() {
      open.decrementAndGet();
    }
  }
}
