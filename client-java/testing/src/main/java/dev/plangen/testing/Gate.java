package dev.plangen.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a script where a test wants it, until the test opens it. Thread-safe. */
public final class Gate {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Makes a closed gate. */
  public Gate() {}

  /** Lets through whatever waits here or comes later. */
  public void open() {
    opened.countDown();
  }

  /**
   * Returns when a script has come to this gate.
   *
   * @throws AssertionError if none has within {@code limit}
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void awaitReached(Duration limit) throws InterruptedException {
    if (!reached.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("no script came to the gate within " + limit);
    }
  }

  void pass() throws InterruptedException {
    reached.countDown();
    opened.await();
  }
}
