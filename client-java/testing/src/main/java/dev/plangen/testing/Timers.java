package dev.plangen.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What happens later: real time, of which a test can let any amount pass at once. Thread-safe.
 * Actions must not wait.
 */
final class Timers implements AutoCloseable {

  /** All guarded by this. */
  private final PriorityQueue<Timer> pending =
      new PriorityQueue<>(Comparator.comparingLong(timer -> timer.due));

  private long skipped;
  private boolean closed;

  /** One action that is due at some time. */
  final class Timer {
    private final long due;
    private final Runnable action;

    private Timer(long due, Runnable action) {
      this.due = due;
      this.action = action;
    }

    void cancel() {
      synchronized (Timers.this) {
        pending.remove(this);
      }
    }
  }

  Timers() {
    Thread thread = new Thread(this::run, "plangen-test-timers");
    thread.setDaemon(true);
    thread.start();
  }

  /** In nanoseconds, of which only differences mean anything. */
  synchronized long now() {
    return System.nanoTime() + skipped;
  }

  synchronized Timer after(Duration time, Runnable action) {
    Timer timer = new Timer(now() + time.toNanos(), action);
    pending.add(timer);
    notifyAll();
    return timer;
  }

  void sleep(Duration time) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Timer timer = after(time, over::countDown);
    try {
      over.await();
    } finally {
      timer.cancel();
    }
  }

  /** Lets time pass. What is due meanwhile has been done, in its order, when this returns. */
  void advance(Duration time) {
    long end = now() + time.toNanos();
    while (true) {
      Timer next;
      synchronized (this) {
        next = pending.peek();
        long until = next == null || next.due > end ? end : next.due;
        skipped += Math.max(0, until - now());
        if (next == null || next.due > end) {
          return;
        }
        pending.remove(next);
      }
      next.action.run();
    }
  }

  private void run() {
    try {
      while (true) {
        Timer next = take();
        if (next == null) {
          return;
        }
        next.action.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the next one; null when there will be none. */
  private synchronized @Nullable Timer take() throws InterruptedException {
    while (!closed) {
      Timer next = pending.peek();
      if (next == null) {
        wait();
      } else if (next.due > now()) {
        // Rounded up, or the last millisecond would be spent spinning.
        wait((next.due - now()) / 1_000_000 + 1);
      } else {
        return pending.remove();
      }
    }
    return null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
