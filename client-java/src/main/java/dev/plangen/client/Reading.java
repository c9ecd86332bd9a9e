package dev.plangen.client;

import io.grpc.Status;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/** One thread that reads a {@link Mailbox}, waiting for what is not there yet. */
final class Reading<E> {

  private final Mailbox<E> mailbox;
  private final Runnable onTaken;
  private final Consumer<Status> leave;

  /**
   * @param onTaken called whenever one has been taken
   * @param leave called when the thread is interrupted
   */
  Reading(Mailbox<E> mailbox, Runnable onTaken, Consumer<Status> leave) {
    this.mailbox = mailbox;
    this.onTaken = onTaken;
    this.leave = leave;
  }

  /**
   * @throws PlanGenException if nothing is left, because of a failure
   */
  boolean hasNext() {
    try {
      mailbox.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      leave.accept(
          Status.CANCELLED
              .withDescription("the thread that reads the stream was interrupted")
              .withCause(e));
    }
    Optional<Outcome> end = mailbox.end();
    end.ifPresent(Outcome::throwIfFailed);
    return end.isEmpty();
  }

  E next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    E taken = mailbox.poll().orElse(null);
    if (taken == null) {
      // Closed by another thread since.
      return next();
    }
    onTaken.run();
    return taken;
  }
}
