package dev.plangen.examples.benchmark.baseline;

import dev.plangen.examples.benchmark.process.Arrivals;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code open model= rate= runs= skip=}: new solves by a schedule, each on a virtual thread.
 * Answers like the callers' process, but for {@code firsts}.
 */
final class BareArrivals implements Worker.Command {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final BareSolve solve;

  BareArrivals(BareSolve solve) {
    this.solve = solve;
  }

  @Override
  public Line run(Line order) throws Exception {
    String model = order.text("model");
    int runs = order.integer("runs");
    double[] walls = new double[runs];
    var failed = new AtomicInteger();
    var live = new AtomicInteger();
    var most = new AtomicInteger();
    Arrivals.run(
        runs,
        order.number("rate"),
        LIMIT,
        (number, scheduled, done) ->
            Thread.startVirtualThread(
                () -> {
                  most.accumulateAndGet(live.incrementAndGet(), Math::max);
                  try {
                    solve.run(model);
                  } catch (Exception e) {
                    failed.incrementAndGet();
                  } finally {
                    walls[number] = (System.nanoTime() - scheduled) / 1e6;
                    live.decrementAndGet();
                    done.run();
                  }
                }));
    return Line.of("done")
        .with("walls", Arrays.copyOfRange(walls, order.integer("skip"), runs))
        .with("failed", failed)
        .with("live", most);
  }
}
