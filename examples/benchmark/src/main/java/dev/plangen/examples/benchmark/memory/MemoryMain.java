package dev.plangen.examples.benchmark.memory;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import java.util.Map;

/** The process whose heap is looked at. */
public final class MemoryMain {

  private MemoryMain() {}

  public static void main(String[] args) throws Exception {
    Worker.serve(Line.of("ready"), Map.of("runs", new LiveRunHeap(), "deltas", new DeltaHeap()));
  }
}
