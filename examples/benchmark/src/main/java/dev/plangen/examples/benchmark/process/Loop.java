package dev.plangen.examples.benchmark.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The same work again and again, by a number of threads that each wait for their own. */
public final class Loop {

  /** Does its work once. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  private Loop() {}

  /** Answers with {@code walls}, the time of each, and {@code all}, the time of all; in ms. */
  public static Line run(int times, int parallel, Work work) throws Exception {
    double[] walls = new double[times];
    var next = new AtomicInteger();
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        all.add(
            threads.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < times; n = next.getAndIncrement()) {
                    long start = System.nanoTime();
                    work.run();
                    walls[n] = (System.nanoTime() - start) / 1e6;
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return Line.of("done").with("walls", walls).with("all", (System.nanoTime() - begin) / 1e6);
  }
}
