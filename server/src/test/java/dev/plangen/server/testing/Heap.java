package dev.plangen.server.testing;

import java.lang.management.ManagementFactory;

/** What this process, with whatever runs in it, holds. */
public final class Heap {

  private Heap() {}

  /**
   * The least of what several collections leave, in bytes: the first ones still clear references.
   */
  public static long used() {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
