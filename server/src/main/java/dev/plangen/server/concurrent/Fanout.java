package dev.plangen.server.concurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task for each item at once, each on a virtual thread of its own, and ends them together:
 * when one throws, or the caller is cancelled, the others are cancelled and waited for.
 *
 * <p>All fan-out of the server goes through here, so no thread outlives the work that it was
 * started for.
 */
public final class Fanout {

  private Fanout() {}

  /** A task of a fan-out. Its thread is interrupted when {@code cancellation} is cancelled. */
  @FunctionalInterface
  public interface Task<T, R> {
    R run(T item, Cancellation cancellation);
  }

  /**
   * Blocks until every task has ended.
   *
   * @return the tasks' results, in the order of the items
   * @throws CancellationException if {@code parent} was cancelled
   * @throws RuntimeException what the first task to fail threw
   */
  public static <T, R> List<R> map(List<T> items, Cancellation parent, Task<T, R> task) {
    Cancellation.Child scope = parent.child();
    try (Cancellation.Registration _ = scope.tie()) {
      var siblings = new Siblings(scope.cancellation());
      List<Sibling<R>> all = new ArrayList<>();
      for (T item : items) {
        all.add(new Sibling<>(siblings, () -> task.run(item, scope.cancellation())));
      }
      all.forEach(sibling -> sibling.thread.start());
      all.forEach(Sibling::join);
      parent.throwIfCancelled();
      siblings.throwIfFailed();
      return all.stream().map(Sibling::result).toList();
    }
  }

  /**
   * Likewise, with no more than {@code atOnce} tasks running at the same time; they begin in the
   * order of the items.
   *
   * @param atOnce 1 or more
   */
  public static <T, R> List<R> map(
      List<T> items, int atOnce, Cancellation parent, Task<T, R> task) {
    if (atOnce >= items.size()) {
      return map(items, parent, task);
    }
    var next = new AtomicInteger();
    List<@Nullable R> results = new ArrayList<>(Collections.nCopies(items.size(), null));
    var _ =
        map(
            Collections.nCopies(atOnce, next),
            parent,
            (queue, cancellation) -> {
              int i = queue.getAndIncrement();
              for (; i < items.size(); i = queue.getAndIncrement()) {
                // Each place is written by one thread, and read when all have been joined.
                results.set(i, task.run(items.get(i), cancellation));
              }
              return queue;
            });
    return results.stream().map(Objects::requireNonNull).toList();
  }

  /** What the tasks of one fan-out share: the first failure ends them all. */
  private record Siblings(Cancellation scope, AtomicReference<@Nullable Throwable> failure) {

    Siblings(Cancellation scope) {
      this(scope, new AtomicReference<>());
    }

    void failed(Throwable thrown) {
      // Only the first one counts: what the others throw afterwards is their being cancelled.
      failure.compareAndSet(null, thrown);
      scope.cancel();
    }

    void throwIfFailed() {
      switch (failure.get()) {
        case null -> {}
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case Throwable thrown -> throw new IllegalStateException(thrown);
      }
    }
  }

  private static final class Sibling<R> {
    private final Siblings siblings;
    private final Supplier<R> work;
    final Thread thread;
    private volatile @Nullable R result;

    Sibling(Siblings siblings, Supplier<R> work) {
      this.siblings = siblings;
      this.work = work;
      this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    private void run() {
      try (Cancellation.Registration _ = siblings.scope().onCancel(thread::interrupt)) {
        siblings.scope().throwIfCancelled();
        result = work.get();
      } catch (Throwable thrown) {
        siblings.failed(thrown);
      }
    }

    /**
     * Uninterruptible: a task that was cancelled ends soon, and must have ended before we go on.
     */
    void join() {
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    R result() {
      R value = result;
      if (value == null) {
        throw new IllegalStateException("a task of a fan-out returned null");
      }
      return value;
    }
  }
}
