package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Arrivals;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code open model= rate= runs= skip= channels=}: new {@code SolveStream} calls by a schedule.
 * Answers, without the first {@code skip}, with {@code walls}, each from its scheduled begin to its
 * end, and {@code firsts}, likewise to its first update, in ms; with how many {@code failed}, and
 * the most that were {@code live} at a time.
 */
final class OpenArrivals implements Worker.Command {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Channels channels;

  OpenArrivals(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Line run(Line order) throws Exception {
    SolveRequest request = Problems.solve(order.text("model")).build();
    int runs = order.integer("runs");
    int skip = order.integer("skip");
    int connections = order.integer("channels");
    double[] walls = new double[runs];
    double[] firsts = new double[runs];
    var failed = new AtomicInteger();
    var live = new AtomicInteger();
    var most = new AtomicInteger();
    Arrivals.run(
        runs,
        order.number("rate"),
        LIMIT,
        (number, scheduled, done) -> {
          most.accumulateAndGet(live.incrementAndGet(), Math::max);
          channels
              .planGen(number % connections)
              .solveStream(
                  request,
                  new StreamObserver<>() {
                    @Override
                    public void onNext(StepUpdate update) {
                      if (firsts[number] == 0) {
                        firsts[number] = (System.nanoTime() - scheduled) / 1e6;
                      }
                    }

                    @Override
                    public void onError(Throwable thrown) {
                      failed.incrementAndGet();
                      end();
                    }

                    @Override
                    public void onCompleted() {
                      end();
                    }

                    private void end() {
                      walls[number] = (System.nanoTime() - scheduled) / 1e6;
                      live.decrementAndGet();
                      done.run();
                    }
                  });
        });
    return Line.of("done")
        .with("walls", Arrays.copyOfRange(walls, skip, runs))
        .with("firsts", Arrays.copyOfRange(firsts, skip, runs))
        .with("failed", failed)
        .with("live", most);
  }
}
