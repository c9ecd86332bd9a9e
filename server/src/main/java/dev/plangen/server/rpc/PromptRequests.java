package dev.plangen.server.rpc;

import dev.plangen.server.concurrent.Alarm;
import dev.plangen.server.domain.Failure;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends calls whose request does not come: they would hold a place, and what has come of it, for as
 * long as their connection lasts. For methods that take one request. Thread-safe.
 */
public final class PromptRequests implements ServerInterceptor {

  private final Duration limit;

  /**
   * @param limit from the headers of a call to the end of its request
   */
  public PromptRequests(Duration limit) {
    this.limit = limit;
  }

  /** Decides between the end of the request and the alarm, which come on different threads. */
  private enum State {
    WAITING,
    COMPLETE,
    CLOSED
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    var state = new AtomicReference<>(State.WAITING);
    var guarded =
        new SimpleForwardingServerCall<Q, P>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (state.getAndSet(State.CLOSED) != State.CLOSED) {
              super.close(status, trailers);
            }
          }
        };
    ServerCall.Listener<Q> started = next.startCall(guarded, headers);
    Alarm alarm = Alarm.after(limit, () -> end(state, call));
    return new SimpleForwardingServerCallListener<>(started) {
      @Override
      public void onHalfClose() {
        alarm.close();
        if (state.compareAndSet(State.WAITING, State.COMPLETE)) {
          super.onHalfClose();
        }
      }

      @Override
      public void onComplete() {
        alarm.close();
        super.onComplete();
      }

      @Override
      public void onCancel() {
        alarm.close();
        super.onCancel();
      }
    };
  }

  private void end(AtomicReference<State> state, ServerCall<?, ?> call) {
    if (state.compareAndSet(State.WAITING, State.CLOSED)) {
      StatusMapper.close(
          call,
          Failure.InvalidRequest.of(
              "request", "must be sent within " + limit.toMillis() + " ms of its call"));
    }
  }
}
