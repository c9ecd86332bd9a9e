package dev.plangen.server.plugin;

import dev.plangen.server.concurrent.Cancellation;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One call with one request, read by one thread that may block. The next message is asked for only
 * when it is wanted, so a reader that is held up holds the remote up, and no more than one message
 * lies here. Cancelling resets the stream at once, wherever the reader waits.
 *
 * @param <A> what is answered
 */
final class RemoteCall<A> implements AutoCloseable {

  /** How long the owner of a deadline has to keep it, once the remote has been cut off by it. */
  private static final Duration OWNERS_TIME = Duration.ofMillis(250);

  private static final String NOT_NEEDED = "not needed any more";

  private sealed interface Signal<A> {}

  private record Message<A>(A message) implements Signal<A> {}

  private record Closed<A>(RemoteStatus status) implements Signal<A> {}

  private final BlockingQueue<Signal<A>> signals = new LinkedBlockingQueue<>();
  private final ClientCall<?, A> call;
  private final Optional<CallDeadline> deadline;
  private final Cancellation cancellation;
  private final Cancellation.Registration registration;
  private boolean closed;

  private <Q> RemoteCall(
      ClientCall<Q, A> call,
      Q request,
      Optional<CallDeadline> deadline,
      Cancellation cancellation) {
    this.call = call;
    this.deadline = deadline;
    this.cancellation = cancellation;
    call.start(
        new ClientCall.Listener<>() {
          private int messages;

          @Override
          public void onMessage(A message) {
            messages++;
            signals.add(new Message<>(message));
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            signals.add(new Closed<>(RemoteStatus.of(status, trailers, messages)));
          }
        },
        new Metadata());
    // None of these blocks, and none may come after a cancel, so the registration comes last.
    call.sendMessage(request);
    call.halfClose();
    this.registration = cancellation.onCancel(() -> call.cancel(NOT_NEEDED, null));
  }

  /**
   * @throws CancellationException if {@code cancellation} is cancelled; nothing is sent then
   */
  static <Q, A> RemoteCall<A> start(
      Channel channel,
      MethodDescriptor<Q, A> method,
      Q request,
      CallDeadline deadline,
      Cancellation cancellation) {
    cancellation.throwIfCancelled();
    CallOptions options = CallOptions.DEFAULT.withDeadline(deadline.end());
    return new RemoteCall<>(
        channel.newCall(method, options), request, Optional.of(deadline), cancellation);
  }

  /** One that lasts until it is cancelled. */
  static <Q, A> RemoteCall<A> startEndless(
      Channel channel, MethodDescriptor<Q, A> method, Q request, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    return new RemoteCall<>(
        channel.newCall(method, CallOptions.DEFAULT), request, Optional.empty(), cancellation);
  }

  /**
   * Waits for the next message. Empty if the remote has ended the call well.
   *
   * @throws RemoteFailedException if the call has ended otherwise
   * @throws CancellationException once cancelled, or if the thread was interrupted, which stays set
   */
  Optional<A> next() {
    call.request(1);
    Signal<A> signal = interruptibly(signals::take);
    cancellation.throwIfCancelled();
    return switch (signal) {
      case Message<A>(A message) -> Optional.of(message);
      case Closed<A>(RemoteStatus status) -> {
        closed = true;
        if (status.code() != Status.Code.OK) {
          throw new RemoteFailedException(judged(status));
        }
        yield Optional.empty();
      }
    };
  }

  /**
   * Whether another message comes, where the end should come at once. How the call ends does not
   * matter any more.
   *
   * @param limit after which it is taken for ended
   */
  boolean hasMore(Duration limit) {
    call.request(1);
    Optional<Signal<A>> signal =
        interruptibly(
            () -> Optional.ofNullable(signals.poll(limit.toNanos(), TimeUnit.NANOSECONDS)));
    cancellation.throwIfCancelled();
    closed = signal.filter(Closed.class::isInstance).isPresent();
    return signal.filter(Message.class::isInstance).isPresent();
  }

  /**
   * A deadline that was the work's is the business of the work's owner, who is about to cancel it
   * and knows the reason. If that does not happen, the work has been given more time meanwhile, and
   * the call may be repeated.
   */
  private RemoteStatus judged(RemoteStatus status) {
    boolean cutOff =
        status.code() == Status.Code.DEADLINE_EXCEEDED
            && deadline.filter(CallDeadline::ofTheWork).isPresent()
            && deadline.get().end().isExpired();
    return cutOff && cancellation.pause(OWNERS_TIME)
        ? RemoteStatus.of(Status.Code.UNAVAILABLE)
        : status;
  }

  private interface Wait<T> {
    T await() throws InterruptedException;
  }

  private static <T> T interruptibly(Wait<T> wait) {
    try {
      return wait.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while it waited for a remote");
    }
  }

  /** Cancels the call unless it has ended. */
  @Override
  public void close() {
    registration.close();
    if (!closed) {
      call.cancel(NOT_NEEDED, null);
    }
  }
}
