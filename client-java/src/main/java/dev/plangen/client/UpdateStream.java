package dev.plangen.client;

import dev.plangen.v1.StepUpdate;
import io.grpc.Status;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The updates of a running solve, in order, while they happen. Close it when leaving, at best by
 * try-with-resources: an open stream that nobody reads stays open until its deadline.
 *
 * <p>Every update that was received is handed out, the terminal one too, before {@link #hasNext}
 * tells the end: false after the update with the result, {@link PlanGenException} if the run, or
 * the call, failed. Asked again, it tells the same again.
 *
 * <p>A reader that is slow holds up the server's sending, never the run; what is held here is
 * bounded by {@link PlanGenClient.Builder#prefetch}.
 *
 * <p>One thread reads. {@link #close} and {@link #runId} may be called by any thread.
 */
public final class UpdateStream implements Iterator<StepUpdate>, AutoCloseable {

  private final UpdateBuffer buffer;

  UpdateStream(UpdateBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Blocks until there is an update, or the end; not beyond the client's deadline. A thread that is
   * interrupted before or while it waits closes the stream, and stays interrupted.
   *
   * @throws PlanGenException if the run failed, the connection broke, the deadline passed, the
   *     stream was closed before it was read to its end, or this thread was interrupted (code
   *     CANCELLED in the last two cases)
   */
  @Override
  public boolean hasNext() {
    try {
      buffer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      buffer.abandon(
          Status.CANCELLED
              .withDescription("the thread that reads the stream was interrupted")
              .withCause(e));
    }
    return buffer.hasUpdate();
  }

  /**
   * Blocks as {@link #hasNext} does.
   *
   * @throws PlanGenException as {@link #hasNext} does
   * @throws NoSuchElementException after the update with the result
   */
  @Override
  public StepUpdate next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return buffer.take();
  }

  /** The id of the run, once the server has told it; it does so as soon as the run exists. */
  public Optional<String> runId() {
    return buffer.runId();
  }

  /**
   * Leaves: cancels the call, which ends the run, and wakes a reader. Updates that were not read
   * are dropped. Does nothing to a stream that was read to its end, or is closed. Never throws.
   */
  @Override
  public void close() {
    buffer.abandon(Status.CANCELLED.withDescription("the stream was closed"));
  }
}
