package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import dev.plangen.v1.RunServiceGrpc;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Set;

/**
 * Counts calls, so that there are never too many and a drain can wait for the last bytes of those
 * of our own services. Thread-safe.
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

  /** What an orchestrator asks, which ends a server that does not answer: must not wait either. */
  private static final String PROBE = HealthGrpc.getCheckMethod().getFullMethodName();

  static final int MOST_PROBES = 1000;

  /**
   * Of all other services together. Those of health and reflection may be open to everybody and
   * never end, and a server keeps what it was asked for as long.
   */
  static final int MOST_OF_OTHER_SERVICES = 1000;

  private final Kind makingRoom = new Kind(MOST_MAKING_ROOM);
  private final Kind probes = new Kind(MOST_PROBES);
  private final Kind ofOtherServices = new Kind(MOST_OF_OTHER_SERVICES);
  private final Kind others;

  /**
   * None yet.
   *
   * @param most of our own that may be open at once, but for those that make room
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
    Kind kind = kind(call.getMethodDescriptor().getFullMethodName());
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

  private Kind kind(String method) {
    if (MAKING_ROOM.contains(method)) {
      return makingRoom;
    }
    if (method.startsWith("plangen.")) {
      return others;
    }
    return method.equals(PROBE) ? probes : ofOtherServices;
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

  /** How many of our own services are open. */
  public synchronized int open() {
    return makingRoom.open + others.open;
  }

  private synchronized void closed(Kind kind) {
    kind.open--;
    notifyAll();
  }

  /** Waits until none of them is open, but no longer than {@code limit}. */
  public synchronized void awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); open() > 0 && left > 0; left = end - System.nanoTime()) {
      // Rounded up: wait(0) would wait for ever.
      wait(left / 1_000_000 + 1);
    }
  }
}
