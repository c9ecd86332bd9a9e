package dev.plangen.client;

import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stands between gRPC's threads, which deliver updates, and the thread that reads them. It asks the
 * server for one more update whenever one is taken, so that no more than {@code prefetch} are ever
 * held, and a slow reader holds the server up instead.
 *
 * <p>Thread-safe.
 */
final class UpdateBuffer implements ClientResponseObserver<SolveRequest, StepUpdate> {

  private final int prefetch;
  private final RunIdHeader header;

  // Not a monitor: readers may be virtual threads, which a monitor pins before Java 24. It is never
  // held while the call is spoken to: on a direct executor that calls back into here.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<StepUpdate> received = new ArrayDeque<>();
  private @Nullable StepUpdate latest;
  private @Nullable Outcome outcome;

  /** Set before the call starts, and so before anything else here is called. */
  @SuppressWarnings("NullAway.Init")
  private ClientCallStreamObserver<SolveRequest> call;

  UpdateBuffer(int prefetch, RunIdHeader header) {
    this.prefetch = prefetch;
    this.header = header;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SolveRequest> call) {
    this.call = call;
    call.disableAutoRequestWithInitial(prefetch);
  }

  @Override
  public void onNext(StepUpdate update) {
    lock.lock();
    try {
      if (outcome == null) {
        received.add(update);
        latest = update;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    end(StatusDetails.read(thrown, runId()));
  }

  @Override
  public void onCompleted() {
    Status broken = Status.UNAVAILABLE.withDescription("the stream ended before its run did");
    end(Failure.local(broken, PlanGenException.STREAM_BROKEN, runId()));
  }

  /** The terminal update, where there is one, has told how the run ended; else it {@code broke}. */
  private void end(Failure broke) {
    lock.lock();
    try {
      if (outcome == null) {
        outcome = outcome(latest, broke);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static Outcome outcome(@Nullable StepUpdate latest, Failure broke) {
    if (latest == null) {
      return broke;
    }
    if (latest.hasResult()) {
      return new Outcome.Completed();
    }
    return latest.getStatus() == StepStatus.STEP_STATUS_ERROR ? broke.toldBy(latest) : broke;
  }

  /** Blocks until an update or the end is there. */
  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (received.isEmpty() && outcome == null) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether an update is there. Does not block.
   *
   * @throws PlanGenException if none is, because the call failed
   */
  boolean hasUpdate() {
    lock.lock();
    try {
      if (received.isEmpty() && outcome != null) {
        outcome.throwIfFailed();
      }
      return !received.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest update and asks the server for another.
   *
   * @throws PlanGenException if the stream was closed since an update was seen to be there
   */
  StepUpdate take() {
    StepUpdate update;
    lock.lock();
    try {
      if (!hasUpdate()) {
        throw new NoSuchElementException();
      }
      update = received.remove();
    } finally {
      lock.unlock();
    }
    call.request(1);
    return update;
  }

  /** Cancels the call, drops what was not read, and wakes the reader. A finished one stays so. */
  void abandon(Status why) {
    lock.lock();
    try {
      if (outcome == null || !received.isEmpty()) {
        received.clear();
        outcome = Failure.local(why, "", runId());
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    call.cancel(why.getDescription(), why.getCause());
    // Where the connection is gone already, gRPC's transport does not hear of a cancel: the call
    // would never end, nor let go of the updates that came and were not asked for.
    call.request(Integer.MAX_VALUE);
  }

  /** Empty until the server has told it. */
  Optional<String> runId() {
    return header.runId();
  }
}
