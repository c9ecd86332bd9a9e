package dev.plangen.examples.benchmark.memory;

import dev.plangen.examples.benchmark.load.Problems;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceStub;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;
import java.io.IOException;

/**
 * {@code deltas step= steps=}: one live run that sends deltas without end. Answers with the {@code
 * heap}, in bytes, after each step, and how many deltas had been {@code sent} by then.
 */
final class DeltaHeap implements Worker.Command {

  private final PlanGenServiceStub server;

  DeltaHeap() throws IOException {
    InProcess.serve("endless", new EndlessModel());
    server = InProcess.dial("endless");
  }

  @Override
  public Line run(Line order) throws Exception {
    int step = order.integer("step");
    int steps = order.integer("steps");
    double[] heap = new double[steps];
    double[] sent = new double[steps];
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(Problems.MEETING)
            .setModel(InProcess.MODEL)
            .addConstraints("The meeting fits.")
            .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
            .build();
    try (Streams run = new Streams(server, request, 1)) {
      for (int i = 0; i < steps; i++) {
        long goal = (long) step * (i + 1);
        Until.holds(() -> run.deltas() >= goal);
        sent[i] = run.deltas();
        heap[i] = Heap.live();
      }
      if (run.open() == 0) {
        throw new IllegalStateException("the run has ended");
      }
    }
    return Line.of("done").with("heap", heap).with("sent", sent);
  }
}
