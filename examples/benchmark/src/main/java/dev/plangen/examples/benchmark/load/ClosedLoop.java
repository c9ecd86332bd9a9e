package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Loop;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;

/**
 * {@code solve model= runs= parallel=}: so many {@code Solve} calls, so many at a time. Answers
 * with the wall time of each and of all, in ms.
 */
final class ClosedLoop implements Worker.Command {

  private final Channels channels;

  ClosedLoop(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Line run(Line order) throws Exception {
    SolveRequest request = Problems.solve(order.text("model")).build();
    return Loop.run(
        order.integer("runs"),
        order.integer("parallel"),
        () -> {
          var _ = PlanGenServiceGrpc.newBlockingStub(channels.get(0)).solve(request);
        });
  }
}
