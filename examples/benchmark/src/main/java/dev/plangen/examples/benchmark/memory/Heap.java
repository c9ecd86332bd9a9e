package dev.plangen.examples.benchmark.memory;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The live heap. */
final class Heap {

  private static final int TRIES = 20;

  /** Less than this from one collection to the next is noise. */
  private static final long STEADY_BYTES = 64 * 1024;

  private Heap() {}

  /** Collects until that frees nothing more; in bytes. */
  static long live() throws InterruptedException {
    long before = collect();
    for (int i = 0; i < TRIES; i++) {
      long now = collect();
      if (Math.abs(before - now) < STEADY_BYTES) {
        return now;
      }
      before = now;
    }
    return before;
  }

  private static long collect() throws InterruptedException {
    System.gc();
    // References that the collection cleared are worked off by threads of the JVM's own.
    TimeUnit.MILLISECONDS.sleep(50);
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
