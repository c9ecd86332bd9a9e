package dev.plangen.client;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One streaming call: it asks for as many answers as there is room for, and tells what comes and
 * how it ended. Thread-safe; may be asked and cancelled before it is started, which gRPC's calls
 * may not.
 */
final class Attempt<Q, A> implements ClientResponseObserver<Q, A> {

  /** Who is told. By one thread at a time. */
  interface Listener<A> {
    void received(Attempt<?, A> attempt, A answer);

    /** The last that is told. A call that ended well has {@link PlanGenException#STREAM_BROKEN}. */
    void ended(Failure failure);
  }

  private final int room;
  private final RunIdHeader header;
  private final Listener<A> listener;
  private final Consumer<Attempt<Q, A>> opener;

  // A call that has not been started can be neither asked nor cancelled.
  private final ReentrantLock lock = new ReentrantLock();
  private boolean started;
  private int askedEarly;
  private @Nullable String leftEarly;

  private final AtomicBoolean over = new AtomicBoolean();

  /** Set before the call starts, and so before anything else here is called. */
  @SuppressWarnings("NullAway.Init")
  private volatile ClientCallStreamObserver<Q> call;

  /**
   * @param room how many answers to ask for at first
   * @param opener starts the call with this as its observer
   */
  Attempt(int room, RunIdHeader header, Listener<A> listener, Consumer<Attempt<Q, A>> opener) {
    this.room = room;
    this.header = header;
    this.listener = listener;
    this.opener = opener;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> call) {
    this.call = call;
    call.disableAutoRequestWithInitial(room);
  }

  @Override
  public void onNext(A answer) {
    listener.received(this, answer);
  }

  @Override
  public void onError(Throwable thrown) {
    end(StatusDetails.read(thrown, header.runId()));
  }

  @Override
  public void onCompleted() {
    Status broken = Status.UNAVAILABLE.withDescription("the stream ended before what it tells did");
    end(Failure.local(broken, PlanGenException.STREAM_BROKEN, header.runId()));
  }

  private void end(Failure failure) {
    if (!over.getAndSet(true)) {
      listener.ended(failure);
    }
  }

  /** Starts the call. What was asked of it before is done then. */
  void start() {
    try {
      opener.accept(this);
    } catch (Throwable e) {
      // Interceptors may throw, and whoever reads is to hear of it.
      end(StatusDetails.read(e, Optional.empty()));
      return;
    }
    int asked;
    Optional<String> left;
    lock.lock();
    try {
      started = true;
      asked = askedEarly;
      left = Optional.ofNullable(leftEarly);
    } finally {
      lock.unlock();
    }
    if (asked > 0) {
      call.request(asked);
    }
    left.ifPresent(this::cancelStarted);
  }

  /** Asks for one answer more. */
  void request() {
    lock.lock();
    try {
      if (!started) {
        askedEarly++;
        return;
      }
    } finally {
      lock.unlock();
    }
    call.request(1);
  }

  void cancel(String why) {
    lock.lock();
    try {
      if (!started) {
        leftEarly = why;
        return;
      }
    } finally {
      lock.unlock();
    }
    cancelStarted(why);
  }

  private void cancelStarted(String why) {
    call.cancel(why, null);
    // Where the connection is gone already, gRPC's transport does not hear of a cancel: the call
    // would never end, nor let go of the updates that came and were not asked for.
    call.request(Integer.MAX_VALUE);
  }
}
