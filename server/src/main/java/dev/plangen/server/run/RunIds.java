package dev.plangen.server.run;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDs of version 7 (RFC 9562), each greater than all before: they sort by the order in
 * which they were made, also within a millisecond. Thread-safe.
 */
final class RunIds {

  private final SecureRandom random = new SecureRandom();

  /**
   * Time in milliseconds and, in the lower 12 bits, a counter (RFC 9562, section 6.2, method 1).
   */
  private final AtomicLong last = new AtomicLong();

  String next() {
    // The counter begins in its lower half, so that it seldom runs over into the next millisecond.
    long now = (System.currentTimeMillis() << 12) | random.nextInt(0x800);
    long moment = last.updateAndGet(before -> Math.max(before + 1, now));
    long high = ((moment >>> 12) << 16) | 0x7000 | (moment & 0xFFF);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
