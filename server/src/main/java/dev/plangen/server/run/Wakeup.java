package dev.plangen.server.run;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one reader's thread waits, whatever it waits for: one flag, so that no wake-up is lost
 * between looking and parking, and none costs anything while the reader is at work.
 *
 * <p>One thread waits; any thread wakes.
 */
public final class Wakeup {

  private enum State {
    AWAKE,
    /** Something happened since the reader last looked. */
    SIGNALLED,
    PARKED_FOR_NEWS,
    /** News would not help: the transport can't take them. */
    PARKED_FOR_TRANSPORT
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);
  private volatile @Nullable Thread reader;

  /** Something happened that the reader must look at whatever it waits for. */
  public void wake() {
    State before = state.getAndSet(State.SIGNALLED);
    if (before == State.PARKED_FOR_NEWS || before == State.PARKED_FOR_TRANSPORT) {
      LockSupport.unpark(reader);
    }
  }

  /**
   * There is news. Leaves a reader alone whose transport is full: it will look when that has room.
   */
  void news() {
    while (true) {
      State before = state.get();
      if (before == State.SIGNALLED || before == State.PARKED_FOR_TRANSPORT) {
        return;
      }
      if (state.compareAndSet(before, State.SIGNALLED)) {
        if (before == State.PARKED_FOR_NEWS) {
          LockSupport.unpark(reader);
        }
        return;
      }
    }
  }

  /** Waits until woken, by news too, or until {@code nanos} have passed. */
  public void awaitNews(long nanos) throws InterruptedException {
    await(State.PARKED_FOR_NEWS, nanos);
  }

  /** Waits until woken, but not by news, or until {@code nanos} have passed. */
  void awaitTransport(long nanos) throws InterruptedException {
    await(State.PARKED_FOR_TRANSPORT, nanos);
  }

  private void await(State parked, long nanos) throws InterruptedException {
    reader = Thread.currentThread();
    long start = System.nanoTime();
    try {
      if (state.compareAndSet(State.AWAKE, parked)) {
        while (state.get() == parked) {
          long left = nanos - (System.nanoTime() - start);
          if (left <= 0) {
            break;
          }
          LockSupport.parkNanos(this, left);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      }
    } finally {
      state.set(State.AWAKE);
      // The transport keeps this object as long as the call is open, and a thread that has ended
      // keeps what it ran: the reader, and with it the run.
      reader = null;
    }
  }
}
