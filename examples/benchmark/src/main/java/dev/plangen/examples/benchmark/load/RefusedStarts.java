package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.examples.benchmark.report.Samples;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code refuse model= readers= flood= settle= seconds=}: so many {@code SolveStream} calls with
 * text deltas, which are all that the server takes, read as they come; then, on a connection of
 * their own, {@code StartRun} calls, {@code flood} at a time, each begun anew as soon as it is
 * refused. Answers with the text that the readers got, in bytes a second, {@code before} and {@code
 * during}; with how many starts were {@code refused} a second, and how soon, as {@code p99} in ms;
 * and with how many were answered {@code otherwise}.
 */
final class RefusedStarts implements Worker.Command {

  private final Channels channels;

  RefusedStarts(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Line run(Line order) throws Exception {
    int settle = order.integer("settle");
    int seconds = order.integer("seconds");
    SolveRequest request = Problems.streamed(order.text("model"), "run-0");
    awaitNoneLive();
    var bytes = new LongAdder();
    List<DeltaReader> readers =
        DeltaReader.start(order.integer("readers"), channels.planGen(0), request, bytes);
    TimeUnit.SECONDS.sleep(settle);
    double before = DeltaReader.rate(bytes, seconds);

    int lanes = order.integer("flood");
    var flood =
        new Flood(
            RunServiceGrpc.newStub(channels.get(1)),
            StartRunRequest.newBuilder().setRequest(request).build(),
            lanes);
    for (int i = 0; i < lanes; i++) {
      flood.start();
    }
    TimeUnit.SECONDS.sleep(settle);
    flood.refused.set(0);
    double during = DeltaReader.rate(bytes, seconds);
    int refused = flood.refused.get();
    flood.end();
    readers.forEach(DeltaReader::cancel);
    return Line.of("done")
        .with("before", before)
        .with("during", during)
        .with("refused", refused / (double) seconds)
        .with("p99", Samples.percentile(flood.millis(refused), 0.99))
        .with("otherwise", flood.otherwise);
  }

  /** Those of the round before take a moment to end, and would leave no room. */
  private void awaitNoneLive() throws InterruptedException {
    var running = ListRunsRequest.newBuilder().setState(RunState.RUN_STATE_RUNNING).build();
    RunServiceGrpc.RunServiceBlockingStub runs =
        RunServiceGrpc.newBlockingStub(channels.get(1)).withDeadlineAfter(60, TimeUnit.SECONDS);
    while (runs.listRuns(running).getRunsCount() > 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static final class Flood {
    private final RunServiceGrpc.RunServiceStub runs;
    private final StartRunRequest request;

    /** Of each refusal; where there are more than there is room for, of the latest. */
    private final double[] millis = new double[1 << 20];

    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger otherwise = new AtomicInteger();
    private final CountDownLatch lanes;
    private volatile boolean over;

    Flood(RunServiceGrpc.RunServiceStub runs, StartRunRequest request, int lanes) {
      this.runs = runs;
      this.request = request;
      this.lanes = new CountDownLatch(lanes);
    }

    void start() {
      if (over) {
        lanes.countDown();
        return;
      }
      long begin = System.nanoTime();
      runs.startRun(
          request,
          new StreamObserver<>() {
            @Override
            public void onNext(Run run) {
              otherwise.incrementAndGet();
            }

            @Override
            public void onError(Throwable thrown) {
              if (Status.fromThrowable(thrown).getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                double took = (System.nanoTime() - begin) / 1e6;
                millis[refused.getAndIncrement() % millis.length] = took;
                start();
              } else {
                // Not again: a connection that is broken would answer at once, for ever.
                otherwise.incrementAndGet();
                lanes.countDown();
              }
            }

            @Override
            public void onCompleted() {
              start();
            }
          });
    }

    /** Returns when the last has been refused: it might find the room that the readers leave. */
    void end() throws InterruptedException {
      over = true;
      if (!lanes.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a start was not answered");
      }
    }

    /** How long these took, in ms. */
    double[] millis(int refusals) {
      return Arrays.copyOf(millis, Math.min(refusals, millis.length));
    }
  }
}
