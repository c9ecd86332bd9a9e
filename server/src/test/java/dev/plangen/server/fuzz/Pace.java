package dev.plangen.server.fuzz;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps an attacker to so many frames a second, on average over an attack: what is to be measured
 * is the server, and not who shares its processors. Not thread-safe.
 */
final class Pace {

  private final double nanosPerFrame;
  private final CountDownLatch end;
  private long next = System.nanoTime();
  private long sent;

  /**
   * @param end of all attacks: nothing is waited for any more
   */
  Pace(double framesPerSecond, CountDownLatch end) {
    this.end = end;
    this.nanosPerFrame = 1e9 / framesPerSecond;
  }

  /** Before a frame is sent that belongs to a burst: is paid for later. */
  void burst() {
    sent++;
    next += (long) nanosPerFrame;
  }

  /** Before any other frame is sent. */
  void frame() {
    rest();
    burst();
  }

  /** Pays for the frames that were sent. */
  void rest() {
    try {
      var _ = end.await(next - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts attacks", e);
    }
    next = Math.max(next, System.nanoTime());
  }

  long sent() {
    return sent;
  }
}
