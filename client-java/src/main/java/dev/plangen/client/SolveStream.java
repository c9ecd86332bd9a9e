package dev.plangen.client;

import io.grpc.Status;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What happens in a run, in order, while it happens, whatever becomes of the connection. Close it
 * when leaving, at best by try-with-resources: an open stream that nobody reads stays open until
 * its deadline.
 *
 * <p>Everything that was received is handed out, the terminal update too, before {@link #hasNext}
 * tells the end: false after the update with the result, {@link PlanGenException} if the run, or
 * the call, failed. Asked again, it tells the same again.
 *
 * <p>A reader that is slow holds up the server's sending, never the run; what is held here is
 * bounded by {@link PlanGenClient.Builder#prefetch}.
 *
 * <p>One thread reads. {@link #close} and {@link #runId} may be called by any thread.
 */
public final class SolveStream implements Iterator<SolveEvent>, AutoCloseable {

  private final Follower follower;
  private final Reading<SolveEvent> reading;

  SolveStream(Follower follower) {
    this.follower = follower;
    this.reading = new Reading<>(follower.mailbox(), follower::taken, follower::leave);
  }

  /**
   * Blocks until there is an event, or the end; not beyond the client's deadline. A thread that is
   * interrupted before or while it waits closes the stream, and stays interrupted.
   *
   * @throws PlanGenException if the run failed, the server could not be reached any more, the
   *     deadline passed, the stream was closed before it was read to its end, or this thread was
   *     interrupted (code CANCELLED in the last two cases)
   */
  @Override
  public boolean hasNext() {
    return reading.hasNext();
  }

  /**
   * Blocks as {@link #hasNext} does.
   *
   * @throws PlanGenException as {@link #hasNext} does
   * @throws NoSuchElementException after the update with the result
   */
  @Override
  public SolveEvent next() {
    return reading.next();
  }

  /** The id of the run, once the server has told it; it does so as soon as the run exists. */
  public Optional<String> runId() {
    return follower.runId();
  }

  /**
   * Leaves, and wakes a reader. What was not read is dropped. The run of a {@link
   * PlanGenClient#solveStream} is cancelled, unless its request says {@code
   * ON_DISCONNECT_CONTINUE}, or has a request_id of the caller's own: others may be reading that
   * run, and it ends when the last reader has been gone for its disconnect_grace. The run of a
   * {@link Runs#watch} is not touched. Does nothing to a stream that was read to its end, or is
   * closed. Neither blocks nor throws.
   */
  @Override
  public void close() {
    follower.leave(Status.CANCELLED.withDescription("the stream was closed"));
  }
}
