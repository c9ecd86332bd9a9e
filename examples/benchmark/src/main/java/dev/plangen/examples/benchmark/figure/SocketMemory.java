package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.endpoint.Pace;
import dev.plangen.examples.benchmark.load.LoadMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.LiveHeap;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What a live run holds in the real server, its model sockets and its caller's stream included. */
public final class SocketMemory implements Figure {

  /** Long enough to measure, and then to end. */
  private static final Pace PACE = new Pace(20_000, 20_500, 4, 20);

  private static final Pace WARM_UP = new Pace(50, 100, 4, 20);
  private static final int SOCKETS = 5;
  private static final double KB = 1024;

  @Override
  public String name() {
    return "socket-memory";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int runs = setting.count(500, 50);
    List<Double> values = new ArrayList<>();
    String note = "";
    for (int round = 0; round < setting.rounds(); round++) {
      try (Lab lab = new Lab(setting);
          ExecutorService background = Executors.newSingleThreadExecutor()) {
        Child server = lab.server(PACE, WARM_UP);
        Child load = lab.worker("load", LoadMain.class, Lab.target(server));
        load.ask(read(WARM_UP, "run-0", runs));
        double before = LiveHeap.of(server, setting.javaHome());
        Future<Line> reading = background.submit(() -> load.ask(read(PACE, "run-1", runs)));
        while (lab.endpoint().ask(Line.of("closes").with("run", "run-1")).integer("asked")
            < SOCKETS * runs) {
          TimeUnit.MILLISECONDS.sleep(50);
        }
        double after = LiveHeap.of(server, setting.javaHome());
        values.add((after - before) / runs / KB);
        note =
            String.format(
                Locale.ROOT,
                "the server's heap: %.1f MB before, %.1f MB with them",
                before / KB / KB,
                after / KB / KB);
        // The runs end in time; nothing is left to be learned from them.
        reading.cancel(true);
        load.close();
      }
    }
    return List.of(
        new Result(
            "memory, " + runs + " runs over sockets",
            "KB",
            new Goal.Reported(),
            values,
            List.of(note)));
  }

  private static Line read(Pace pace, String run, int runs) {
    return Line.of("read").with("model", pace.name()).with("run", run).with("runs", runs);
  }
}
