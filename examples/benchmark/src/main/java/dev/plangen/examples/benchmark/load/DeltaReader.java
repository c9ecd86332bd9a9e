package dev.plangen.examples.benchmark.load;

import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceStub;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a solve as it comes until it is told to stop, and counts the text. Texts, not updates, are
 * what a reader wants, and updates can be merged.
 */
final class DeltaReader implements ClientResponseObserver<SolveRequest, StepUpdate> {

  private final LongAdder bytes;
  private volatile boolean stopped;
  private @Nullable ClientCallStreamObserver<SolveRequest> stream;

  /**
   * One that has not begun.
   *
   * @param bytes where it counts, perhaps with others
   */
  DeltaReader(LongAdder bytes) {
    this.bytes = bytes;
  }

  /** So many of them, each on a call of its own. */
  static List<DeltaReader> start(
      int count, PlanGenServiceStub server, SolveRequest request, LongAdder bytes) {
    List<DeltaReader> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var reader = new DeltaReader(bytes);
      server.solveStream(request, reader);
      readers.add(reader);
    }
    return readers;
  }

  /** How fast {@code bytes} grows, in bytes a second. */
  static double rate(LongAdder bytes, int seconds) throws InterruptedException {
    long before = bytes.sum();
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    return (bytes.sum() - before) / ((System.nanoTime() - begin) / 1e9);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SolveRequest> requests) {
    stream = requests;
    requests.disableAutoRequestWithInitial(1);
  }

  @Override
  public void onNext(StepUpdate update) {
    bytes.add(update.getProgress().getTextDelta().getText().length());
    if (!stopped && stream != null) {
      stream.request(1);
    }
  }

  void stop() {
    stopped = true;
  }

  void cancel() {
    if (stream != null) {
      stream.cancel("measured", null);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    // The throughput shows it.
  }

  @Override
  public void onCompleted() {}
}
