package dev.plangen.server.telemetry;

import java.util.concurrent.TimeUnit;

/** Between times of {@link System#nanoTime}. */
final class Seconds {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private Seconds() {}

  static double since(long then) {
    return between(then, System.nanoTime());
  }

  static double between(long from, long to) {
    return (to - from) / NANOS;
  }
}
