package dev.plangen.examples.evaluate.stop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The user's wish to stop. Thread-safe. */
public final class Stop {

  private final CountDownLatch wish = new CountDownLatch(1);

  /** Stops; for good. */
  public void stop() {
    wish.countDown();
  }

  /** Whether that was wished. */
  public boolean isWished() {
    return wish.getCount() == 0;
  }

  /**
   * Goes on if nobody wishes to stop, and this thread was not interrupted, which happens to all
   * that work when one of them can't go on.
   *
   * @throws Stopped else
   */
  public void check() {
    if (isWished() || Thread.currentThread().isInterrupted()) {
      throw new Stopped();
    }
  }

  /** Blocks until it is wished. */
  public void await() throws InterruptedException {
    wish.await();
  }

  /**
   * Waits.
   *
   * @throws Stopped if it is wished before the time is over, or the thread is interrupted
   */
  public void pause(Duration time) {
    try {
      if (wish.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Stopped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }
}
