package dev.plangen.client;

import io.grpc.Status;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * What a model writes, while it does. Close it when leaving, at best by try-with-resources: that
 * closes the connection to the model.
 *
 * <p>A generation is not a run: one whose connection breaks has failed. A reader that is slow gets
 * fewer and longer pieces.
 *
 * <p>One thread reads. {@link #close} may be called by any thread.
 */
public final class GenerateStream implements Iterator<Generated>, AutoCloseable {

  private final Generation generation;
  private final Reading<Generated> reading;

  GenerateStream(Generation generation) {
    this.generation = generation;
    this.reading = new Reading<>(generation.mailbox(), generation::taken, generation::leave);
  }

  /**
   * Blocks until there is more, or the end; not beyond the client's deadline. A thread that is
   * interrupted before or while it waits closes the stream, and stays interrupted.
   *
   * @return false after the last chunk, which has a finish_reason
   * @throws PlanGenException if the generation failed, the connection broke, the deadline passed,
   *     the stream was closed before it was read to its end, or this thread was interrupted (code
   *     CANCELLED in the last two cases)
   */
  @Override
  public boolean hasNext() {
    return reading.hasNext();
  }

  /**
   * Blocks as {@link #hasNext} does.
   *
   * @throws PlanGenException as {@link #hasNext} does
   * @throws NoSuchElementException after the last chunk
   */
  @Override
  public Generated next() {
    return reading.next();
  }

  /** Leaves, which ends the generation, and wakes a reader. Neither blocks nor throws. */
  @Override
  public void close() {
    generation.leave(Status.CANCELLED.withDescription("the stream was closed"));
  }
}
