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

  private final Places makingRoom;
  private final Places others;

  /** Callers of these need not be known. */
  private final Places probes = new Places(MOST_PROBES, Sharing.FIRST_COME);

  private final Places ofOtherServices = new Places(MOST_OF_OTHER_SERVICES, Sharing.FIRST_COME);

  /**
   * None yet.
   *
   * @param most of our own that may be open at once, but for those that make room
   */
  public OpenCalls(int most, Sharing sharing) {
    this.makingRoom = new Places(MOST_MAKING_ROOM, sharing);
    this.others = new Places(most, sharing);
  }

  /** Who may have a place while there are some. */
  public enum Sharing {

    /** Whoever comes, where callers are not told apart. */
    FIRST_COME {
      @Override
      boolean allows(int held, int free) {
        return free > 0;
      }
    },

    /**
     * A tenant that holds fewer than are free: one alone can take half, two a third each. However
     * many are greedy, there is a place for the next.
     */
    AMONG_TENANTS {
      @Override
      boolean allows(int held, int free) {
        return held < free;
      }
    };

    abstract boolean allows(int held, int free);
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    Places places = places(call.getMethodDescriptor().getFullMethodName());
    String tenant = KnownCallers.tenant();
    if (!opened(places, tenant)) {
      return refused(call);
    }
    return new SimpleForwardingServerCallListener<>(started(places, tenant, call, headers, next)) {
      // gRPC calls exactly one of these two, once.
      @Override
      public void onComplete() {
        closed(places, tenant);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        closed(places, tenant);
        super.onCancel();
      }
    };
  }

  private Places places(String method) {
    if (MAKING_ROOM.contains(method)) {
      return makingRoom;
    }
    if (method.startsWith("plangen.")) {
      return others;
    }
    return method.equals(PROBE) ? probes : ofOtherServices;
  }

  private <Q, P> ServerCall.Listener<Q> started(
      Places places,
      String tenant,
      ServerCall<Q, P> call,
      Metadata headers,
      ServerCallHandler<Q, P> next) {
    try {
      return next.startCall(call, headers);
    } catch (RuntimeException e) {
      closed(places, tenant);
      throw e;
    }
  }

  /** Trailers only, before the request has been read. */
  private static <Q, P> ServerCall.Listener<Q> refused(ServerCall<Q, P> call) {
    StatusMapper.close(call, new Failure.ServerOverloaded());
    return new ServerCall.Listener<>() {};
  }

  private synchronized boolean opened(Places places, String tenant) {
    return places.take(tenant);
  }

  /** How many of our own services are open. */
  public synchronized int open() {
    return makingRoom.taken() + others.taken();
  }

  private synchronized void closed(Places places, String tenant) {
    places.giveBack(tenant);
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
