package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import dev.plangen.v1.RunServiceGrpc;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.Set;

/**
 * Counts the calls of our own services, so that there are never too many and a drain can wait for
 * their last bytes. Thread-safe.
 */
public final class OpenCalls implements ServerInterceptor {

  /**
   * What ends at once, and may be what makes room: cancelling a run must not wait for room. Counted
   * apart, so that neither these nor the others can crowd out the others.
   */
  private static final Set<String> MAKING_ROOM =
      Set.of(
          RunServiceGrpc.getGetRunMethod().getFullMethodName(),
          RunServiceGrpc.getCancelRunMethod().getFullMethodName(),
          RunServiceGrpc.getDeleteRunMethod().getFullMethodName());

  /** Each takes milliseconds, unless its client never comes to the end of its request. */
  static final int MOST_MAKING_ROOM = 1000;

  private final Kind makingRoom = new Kind(MOST_MAKING_ROOM);
  private final Kind others;

  /**
   * None yet.
   *
   * @param most that may be open at once, but for those that make room
   */
  public OpenCalls(int most) {
    this.others = new Kind(most);
  }

  /** Guarded by the OpenCalls that it belongs to. */
  private static final class Kind {
    final int most;
    int open;

    Kind(int most) {
      this.most = most;
    }
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (!method.startsWith("plangen.")) {
      return next.startCall(call, headers);
    }
    Kind kind = MAKING_ROOM.contains(method) ? makingRoom : others;
    if (!opened(kind)) {
      return refused(call);
    }
    return new SimpleForwardingServerCallListener<>(started(kind, call, headers, next)) {
      // gRPC calls exactly one of these two, once.
      @Override
      public void onComplete() {
        closed(kind);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        closed(kind);
        super.onCancel();
      }
    };
  }

  private <Q, P> ServerCall.Listener<Q> started(
      Kind kind, ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    try {
      return next.startCall(call, headers);
    } catch (RuntimeException e) {
      closed(kind);
      throw e;
    }
  }

  /** Trailers only, before the request has been read. */
  private static <Q, P> ServerCall.Listener<Q> refused(ServerCall<Q, P> call) {
    StatusMapper.close(call, new Failure.ServerOverloaded());
    return new ServerCall.Listener<>() {};
  }

  private synchronized boolean opened(Kind kind) {
    if (kind.open >= kind.most) {
      return false;
    }
    kind.open++;
    return true;
  }

  /** How many are open. */
  public synchronized int open() {
    return makingRoom.open + others.open;
  }

  private synchronized void closed(Kind kind) {
    kind.open--;
    notifyAll();
  }

  /** Waits until no call is open, but no longer than {@code limit}. */
  public synchronized void awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); open() > 0 && left > 0; left = end - System.nanoTime()) {
      // Rounded up: wait(0) would wait for ever.
      wait(left / 1_000_000 + 1);
    }
  }
}
