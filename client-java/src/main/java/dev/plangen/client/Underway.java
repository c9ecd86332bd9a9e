package dev.plangen.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a client has under way, so that it can be left, and waited for, when that closes. */
final class Underway {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Open> open = new HashSet<>();
  private int cancels;
  private boolean closed;

  private static final Status CLOSED = Status.CANCELLED.withDescription("the client is closed");

  /** Counts it in. If the client is closed already, it is left at once. */
  void add(Open begun) {
    boolean isLate;
    lock.lock();
    try {
      open.add(begun);
      isLate = closed;
    } finally {
      lock.unlock();
    }
    if (isLate) {
      begun.leave(CLOSED);
    }
  }

  void remove(Open over) {
    change(() -> open.remove(over));
  }

  /** A run is being cancelled. */
  void cancelBegun() {
    change(() -> cancels++);
  }

  /** That has come to its end, well or not. */
  void cancelEnded() {
    change(() -> cancels--);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves all, and returns when nothing is under way any more, or {@code limit} is over. */
  void close(Duration limit) throws InterruptedException {
    List<Open> left;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(open);
    } finally {
      lock.unlock();
    }
    left.forEach(each -> each.leave(CLOSED));
    lock.lockInterruptibly();
    try {
      long rest = limit.toNanos();
      while ((!open.isEmpty() || cancels > 0) && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
    } finally {
      lock.unlock();
    }
  }
}
