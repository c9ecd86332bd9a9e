package dev.plangen.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where what has come waits for its reader, and how it all ended behind it. Who fills it bounds it.
 *
 * <p>Thread-safe.
 */
final class Mailbox<E> {

  // Not a monitor: readers may be virtual threads, which a monitor pins before Java 24.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<E> waiting = new ArrayDeque<>();
  private Runnable onChange = () -> {};
  private @Nullable Outcome outcome;

  /** Calls {@code reader} after each change from now on, in the thread that made it. */
  void onChange(Runnable reader) {
    lock.lock();
    try {
      onChange = reader;
    } finally {
      lock.unlock();
    }
  }

  void add(E item) {
    change(
        () -> {
          if (outcome == null) {
            waiting.add(item);
          }
        });
  }

  /** Nothing more will come. Does nothing if that was said before. */
  void end(Outcome how) {
    change(
        () -> {
          if (outcome == null) {
            outcome = how;
          }
        });
  }

  /**
   * The reader leaves: what it has not taken is dropped. One that has taken all keeps its outcome.
   */
  void abandon(Outcome why) {
    change(
        () -> {
          if (outcome == null || !waiting.isEmpty()) {
            waiting.clear();
            outcome = why;
          }
        });
  }

  private void change(Runnable change) {
    Runnable told;
    lock.lock();
    try {
      change.run();
      changed.signalAll();
      told = onChange;
    } finally {
      lock.unlock();
    }
    // Not under the lock: readers call out.
    told.run();
  }

  /** Blocks until something, or the end, is there. */
  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && outcome == null) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest; empty if nothing is there. */
  Optional<E> poll() {
    lock.lock();
    try {
      return Optional.ofNullable(waiting.poll());
    } finally {
      lock.unlock();
    }
  }

  /** How it ended, once it has, and all was taken. */
  Optional<Outcome> end() {
    lock.lock();
    try {
      return waiting.isEmpty() ? Optional.ofNullable(outcome) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
