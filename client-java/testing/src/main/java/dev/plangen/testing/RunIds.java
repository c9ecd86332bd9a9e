package dev.plangen.testing;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes UUIDs of version 7 that sort by the order in which they were made. Thread-safe. */
final class RunIds {

  /** Milliseconds and, below them, 12 bits that count within one. */
  private final AtomicLong last = new AtomicLong();

  String next() {
    long now = System.currentTimeMillis() << 12;
    long moment = last.updateAndGet(before -> Math.max(before + 1, now));
    long high = (moment >>> 12) << 16 | 0x7000 | (moment & 0xFFF);
    long low = ThreadLocalRandom.current().nextLong() >>> 2 | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
