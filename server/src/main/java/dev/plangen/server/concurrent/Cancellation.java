package dev.plangen.server.concurrent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells work to stop, wherever it waits. Cancelling runs the registered actions, the newest first:
 * a model call's socket is closed before the thread that reads from it is interrupted.
 *
 * <p>A child is cancelled with its parent, never the reverse. Cancelling is final. Thread-safe.
 */
public final class Cancellation {

  /** Undoes {@link #onCancel}. An action that has begun to run is not stopped. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private final Supplier<Optional<Instant>> deadline;
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  private Cancellation(Supplier<Optional<Instant>> deadline) {
    this.deadline = deadline;
  }

  /**
   * The root of a piece of work.
   *
   * @param deadline when, as things stand, the work will be cancelled by its owner, so that nobody
   *     starts to wait beyond it; keeping it is the owner's business. Asked by any thread
   */
  public static Cancellation create(Supplier<Optional<Instant>> deadline) {
    return new Cancellation(deadline);
  }

  /** One without a deadline. */
  public static Cancellation create() {
    return new Cancellation(Optional::empty);
  }

  /**
   * Cancelled when this one is. Close the registration that comes with it when the child's work is
   * done, or the parent keeps it.
   */
  public Child child() {
    Cancellation child = new Cancellation(deadline);
    return new Child(child, onCancel(child::cancel));
  }

  /** A child and its tie to its parent. */
  public record Child(Cancellation cancellation, Registration tie) {}

  /** When, as things stand, the work will be cancelled. May change, also to a later time. */
  public Optional<Instant> deadline() {
    return deadline.get();
  }

  /** Whether a wait of this length would end before the deadline. */
  public boolean leavesTimeFor(Duration wait) {
    return deadline.get().map(end -> Instant.now().plus(wait).isBefore(end)).orElse(true);
  }

  /**
   * Waits. Whether the wait came to its end: an interrupt ends it early, and stays set.
   *
   * @throws CancellationException once cancelled
   */
  public boolean pause(Duration wait) {
    var cancelled = new CountDownLatch(1);
    try (Registration _ = onCancel(cancelled::countDown)) {
      boolean early = cancelled.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      throwIfCancelled();
      return !early;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throwIfCancelled();
      return false;
    }
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  public void throwIfCancelled() {
    if (isCancelled()) {
      throw new CancellationException();
    }
  }

  /** Runs {@code action} once when cancelled, at once if that has happened. It must not block. */
  public Registration onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return () -> forget(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void forget(Runnable action) {
    int index = actions.lastIndexOf(action);
    if (index >= 0) {
      actions.remove(index);
    }
  }

  public void cancel() {
    List<Runnable> toRun;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      toRun = List.copyOf(actions.reversed());
      actions.clear();
    }
    RuntimeException thrown = null;
    for (Runnable action : toRun) {
      try {
        action.run();
      } catch (RuntimeException e) {
        // The others must run all the same: each ends something that would otherwise wait on.
        thrown = e;
      }
    }
    if (thrown != null) {
      throw thrown;
    }
  }
}
