package dev.plangen.server.rpc;

import static java.util.Objects.requireNonNullElseGet;

import dev.plangen.server.domain.Failure;
import dev.plangen.v1.RunServiceGrpc;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/**
 * Counts the calls of our own services, so that there are never too many and a drain can wait for
 * their last bytes. Thread-safe.
 */
public final class OpenCalls implements ServerInterceptor {

  private static final Duration OVERLOAD_DELAY = Duration.ofSeconds(1);

  private final int most;
  private int open;

  /**
   * None yet.
   *
   * @param most that may be open at once
   */
  public OpenCalls(int most) {
    this.most = most;
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    if (!call.getMethodDescriptor().getFullMethodName().startsWith("plangen.")) {
      return next.startCall(call, headers);
    }
    if (!opened(freesOrLooks(call.getMethodDescriptor().getFullMethodName()))) {
      return refused(call);
    }
    return new SimpleForwardingServerCallListener<>(started(call, headers, next)) {
      // gRPC calls exactly one of these two, once.
      @Override
      public void onComplete() {
        closed();
        super.onComplete();
      }

      @Override
      public void onCancel() {
        closed();
        super.onCancel();
      }
    };
  }

  private <Q, P> ServerCall.Listener<Q> started(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    try {
      return next.startCall(call, headers);
    } catch (RuntimeException e) {
      closed();
      throw e;
    }
  }

  /** What ends at once, and may be what makes room: cancelling a run must not wait for room. */
  private static boolean freesOrLooks(String method) {
    return method.startsWith(RunServiceGrpc.SERVICE_NAME + "/")
        && !method.equals(RunServiceGrpc.getWatchRunMethod().getFullMethodName());
  }

  /** Trailers only, before the request has been read. */
  private static <Q, P> ServerCall.Listener<Q> refused(ServerCall<Q, P> call) {
    StatusRuntimeException overloaded =
        StatusMapper.toException(new Failure.ServerOverloaded(OVERLOAD_DELAY));
    call.close(
        overloaded.getStatus(), requireNonNullElseGet(overloaded.getTrailers(), Metadata::new));
    return new ServerCall.Listener<>() {};
  }

  private synchronized boolean opened(boolean always) {
    if (open >= most && !always) {
      return false;
    }
    open++;
    return true;
  }

  /** How many are open. */
  public synchronized int open() {
    return open;
  }

  private synchronized void closed() {
    open--;
    notifyAll();
  }

  /** Waits until no call is open, but no longer than {@code limit}. */
  public synchronized void awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); open > 0 && left > 0; left = end - System.nanoTime()) {
      // Rounded up: wait(0) would wait for ever.
      wait(left / 1_000_000 + 1);
    }
  }
}
