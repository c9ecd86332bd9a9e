package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.memory.MemoryMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a live run holds beyond its threads and its stream. */
public final class Memory implements Figure {

  /** Of the run, its reader, and its five candidates. */
  private static final int THREADS = 7;

  private static final double KB = 1024;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int runs = setting.count(10_000, 500);
    try (Lab lab = new Lab(setting)) {
      Child memory = lab.worker("memory", MemoryMain.class);
      // Frames of compiled code are smaller on a parked thread's stack, and a server that has
      // 10,000
      // runs has compiled.
      for (int i = 0; i < setting.count(3, 1); i++) {
        memory.ask(Line.of("runs").with("count", runs));
      }
      List<Double> values = new ArrayList<>();
      String note = "";
      for (int round = 0; round < setting.rounds(); round++) {
        Line answer = memory.ask(Line.of("runs").with("count", runs));
        double threads = THREADS * answer.number("thread");
        values.add((answer.number("run") - threads - answer.number("stream")) / KB);
        note =
            String.format(
                Locale.ROOT,
                "a run %.1f KB; less 7 threads %.1f KB, stream %.1f KB; left after it %.2f KB",
                answer.number("run") / KB,
                threads / KB,
                answer.number("stream") / KB,
                answer.number("left") / KB);
      }
      return List.of(
          new Result(
              "memory, " + runs + " live runs", "KB", new Goal.AtMost(20), values, List.of(note)));
    }
  }
}
