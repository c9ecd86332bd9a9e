package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.memory.MemoryMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** By how much the heap grows with each delta that a live run sends. */
public final class HeapPerDelta implements Figure {

  /** A delta that was kept would be above 100. */
  private static final double FLAT_BYTES = 1;

  @Override
  public String name() {
    return "heap-flat";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    Line order = Line.of("deltas").with("step", setting.count(250_000, 50_000)).with("steps", 5);
    List<Double> growth = new ArrayList<>();
    String note = "";
    for (int round = 0; round < setting.rounds(); round++) {
      try (Lab lab = new Lab(setting)) {
        Child memory = lab.worker("memory", MemoryMain.class);
        Line answer = memory.ask(order);
        double[] heap = answer.numbers("heap");
        double[] sent = answer.numbers("sent");
        int last = heap.length - 1;
        // Not from the very first: until then, classes are loaded.
        growth.add((heap[last] - heap[1]) / (sent[last] - sent[1]));
        note =
            String.format(
                Locale.ROOT,
                "heap %.2f MB after %.0f deltas, %.2f MB after %.0f",
                heap[1] / 1e6,
                sent[1],
                heap[last] / 1e6,
                sent[last]);
      }
    }
    return List.of(
        new Result("heap per delta sent", "B", new Goal.AtMost(FLAT_BYTES), growth, List.of(note)));
  }
}
