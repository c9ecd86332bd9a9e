package dev.plangen.examples.benchmark.memory;

import dev.plangen.examples.benchmark.load.Problems;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceStub;
import dev.plangen.v1.SolveRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code runs count=}: that many live runs, each with five candidates waiting. Answers with bytes:
 * of a {@code run}, of a raw {@code stream}, of a parked virtual {@code thread}, and what was
 * {@code left} of each run after all had been cancelled.
 */
final class LiveRunHeap implements Worker.Command {

  private static final int CANDIDATES = 5;
  private static final int WARM_UP = 200;

  private final WaitingModel model = new WaitingModel();
  private final PlanGenServiceStub server;
  private final PlanGenServiceStub silent;

  LiveRunHeap() throws IOException {
    InProcess.serve("waiting", model);
    InProcess.serveNothing("silent");
    server = InProcess.dial("waiting");
    silent = InProcess.dial("silent");
  }

  @Override
  public Line run(Line order) throws Exception {
    int count = order.integer("count");
    SolveRequest request =
        SolveRequest.newBuilder().setProblem(Problems.MEETING).setModel(InProcess.MODEL).build();
    runs(request, WARM_UP);
    streams(request, WARM_UP);
    threads(WARM_UP);
    long before = Heap.live();
    double run = runs(request, count);
    double left = (double) (Heap.live() - before) / count;
    return Line.of("done")
        .with("run", run)
        .with("left", left)
        .with("stream", streams(request, count))
        .with("thread", threads(count));
  }

  private double runs(SolveRequest request, int count) throws InterruptedException {
    long before = Heap.live();
    long after;
    try (Streams streams = new Streams(server, request, count)) {
      Until.holds(() -> model.waiting() == CANDIDATES * count);
      after = Heap.live();
      if (streams.open() < count) {
        throw new IllegalStateException("runs have ended");
      }
    }
    Until.holds(() -> model.waiting() == 0);
    return (double) (after - before) / count;
  }

  private double streams(SolveRequest request, int count) throws InterruptedException {
    long before = Heap.live();
    try (Streams _ = new Streams(silent, request, count)) {
      return (double) (Heap.live() - before) / count;
    }
  }

  private static double threads(int count) throws InterruptedException {
    long before = Heap.live();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().start(LockSupport::park));
    }
    Until.holds(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    long after = Heap.live();
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      thread.join();
    }
    return (double) (after - before) / count;
  }
}
