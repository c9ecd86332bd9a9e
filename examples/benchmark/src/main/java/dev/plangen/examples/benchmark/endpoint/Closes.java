package dev.plangen.examples.benchmark.endpoint;

import dev.plangen.examples.benchmark.process.Line;
import java.util.HashMap;
import java.util.Map;

/**
 * Which connections a client closed before their answer had ended, by run. Times are {@link
 * System#nanoTime}, which on Linux all processes of a machine share. Thread-safe.
 */
final class Closes {

  private record Run(int asked, int closed, long lastNanos) {}

  private final Map<String, Run> runs = new HashMap<>();

  synchronized void asked(String run) {
    runs.merge(run, new Run(1, 0, 0), (a, b) -> new Run(a.asked + 1, a.closed, a.lastNanos));
  }

  synchronized void closed(String run, long nanos) {
    runs.computeIfPresent(run, (_, a) -> new Run(a.asked, a.closed + 1, nanos));
  }

  /** How many requests of {@code run} came, how many were closed, and when the last one was. */
  synchronized Line look(Line order) {
    Run run = runs.getOrDefault(order.text("run"), new Run(0, 0, 0));
    return Line.of("closes")
        .with("asked", run.asked)
        .with("closed", run.closed)
        .with("nanos", run.lastNanos);
  }
}
