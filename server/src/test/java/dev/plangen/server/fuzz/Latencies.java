package dev.plangen.server.fuzz;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/** How long updates were on their way. Immutable. */
final class Latencies {

  static final Latencies NONE = new Latencies(new long[0]);

  /** Sorted. */
  private final long[] nanos;

  Latencies(long[] nanos) {
    this.nanos = nanos.clone();
    Arrays.sort(this.nanos);
  }

  Latencies plus(Latencies more) {
    return new Latencies(
        LongStream.concat(Arrays.stream(nanos), Arrays.stream(more.nanos)).toArray());
  }

  int count() {
    return nanos.length;
  }

  /** Such that so many in a hundred took no longer. */
  Duration percentile(double percent) {
    return Duration.ofNanos(
        nanos[Math.clamp((long) Math.ceil(nanos.length * percent / 100) - 1, 0, nanos.length - 1)]);
  }

  @Override
  public String toString() {
    return "%d updates, p50 %.2f ms, p99 %.2f ms, longest %.2f ms"
        .formatted(count(), millis(50), millis(99), millis(100));
  }

  private double millis(double percent) {
    return percentile(percent).toNanos() / 1e6;
  }
}
