package dev.plangen.client;

import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a model writes into a mailbox. A call that the server refused before it began is made
 * again when it says; one that broke is not, as it may have been paid.
 *
 * <p>Thread-safe. No lock is held while a call or the mailbox is spoken to: both call back.
 */
final class Generation implements Attempt.Listener<GenerateChunk>, Open {

  private final Calls calls;
  private final GenerateRequest request;
  private final Recovery recovery;
  private final Consumer<Open> onOver;
  private final Mailbox<Generated> mailbox = new Mailbox<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Room room;
  private @Nullable Attempt<?, GenerateChunk> attempt;
  private @Nullable Timer timer;
  private boolean left;

  // Touched by what comes of calls only, and so by one thread at a time.
  private Written written = Written.NOTHING;
  private boolean whole;

  Generation(
      Calls calls,
      GenerateRequest request,
      Recovery recovery,
      int prefetch,
      Consumer<Open> onOver) {
    this.calls = calls;
    this.request = request;
    this.recovery = recovery;
    this.room = new Room(prefetch);
    this.onOver = onOver;
  }

  Mailbox<Generated> mailbox() {
    return mailbox;
  }

  void open() {
    RunIdHeader header = new RunIdHeader(id -> {});
    Attempt<GenerateRequest, GenerateChunk> next;
    lock.lock();
    try {
      if (left) {
        return;
      }
      next =
          new Attempt<>(
              room.reopen(), header, this, opened -> calls.generate(request, header, opened));
      attempt = next;
    } finally {
      lock.unlock();
    }
    next.start();
  }

  @Override
  public void received(Attempt<?, GenerateChunk> from, GenerateChunk chunk) {
    recovery.progressed();
    written = written.write(chunk.getOffset(), chunk.getTextBytes());
    whole = chunk.getFinishReason() != FinishReason.FINISH_REASON_UNSPECIFIED;
    lock.lock();
    try {
      room.kept();
    } finally {
      lock.unlock();
    }
    mailbox.add(new Generated(chunk, written.toString()));
  }

  @Override
  public void ended(Failure failure) {
    boolean isRefused = failure.runId().isEmpty() && failure.retryDelay().isPresent();
    Optional<Duration> delay =
        isRefused ? recovery.afterFailure(failure, Duration.ZERO) : Optional.empty();
    lock.lock();
    try {
      attempt = null;
      if (!left && delay.isPresent()) {
        timer = calls.after(delay.get(), this::open);
        return;
      }
    } finally {
      lock.unlock();
    }
    onOver.accept(this);
    mailbox.end(whole ? new Outcome.Completed() : failure);
  }

  void taken() {
    Attempt<?, GenerateChunk> from;
    lock.lock();
    try {
      from = room.taken() ? attempt : null;
    } finally {
      lock.unlock();
    }
    if (from != null) {
      from.request();
    }
  }

  @Override
  public void leave(Status why) {
    mailbox.abandon(Failure.local(why, "", Optional.empty()));
    Attempt<?, GenerateChunk> open;
    lock.lock();
    try {
      if (left) {
        return;
      }
      left = true;
      open = attempt;
      if (timer != null) {
        timer.cancel();
      }
    } finally {
      lock.unlock();
    }
    if (open == null) {
      onOver.accept(this);
    } else {
      open.cancel("the reader has left");
    }
  }
}
