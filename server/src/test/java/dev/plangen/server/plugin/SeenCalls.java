package dev.plangen.server.plugin;

import dev.plangen.server.testing.Conditions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The calls that a remote was made, health checks apart. Thread-safe. */
public final class SeenCalls implements ServerInterceptor {

  private static final String HEALTH = "grpc.health.v1.Health";

  /** One call as the remote sees it. */
  public static final class Call {
    private final Metadata headers;
    private final Optional<Deadline> deadline;
    private final CompletableFuture<Long> cancelled = new CompletableFuture<>();

    private Call(Metadata headers, Optional<Deadline> deadline) {
      this.headers = headers;
      this.deadline = deadline;
    }

    /** What it brought under this name; "null" if nothing. */
    public String header(String name) {
      return String.valueOf(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    /** How long it may still take, as the remote was told. */
    public Duration timeLeft() {
      return Duration.ofNanos(deadline.orElseThrow().timeRemaining(TimeUnit.NANOSECONDS));
    }

    /** Waits until the caller has gone, and returns when that was. */
    public long awaitCancelled(Duration limit) {
      return cancelled.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    boolean isCancelled() {
      return cancelled.isDone();
    }
  }

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Call> healthCalls = new CopyOnWriteArrayList<>();

  public int count() {
    return calls.size();
  }

  /** Waits for the call of this number, from 1. */
  public Call await(int number) {
    Conditions.await(() -> calls.size() >= number);
    return calls.get(number - 1);
  }

  /** Waits for the look of this number at the remote's health, from 1. */
  Call awaitHealth(int number) {
    Conditions.await(() -> healthCalls.size() >= number);
    return healthCalls.get(number - 1);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var seen = new Call(headers, Optional.ofNullable(Context.current().getDeadline()));
    boolean health = HEALTH.equals(call.getMethodDescriptor().getServiceName());
    (health ? healthCalls : calls).add(seen);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onCancel() {
        seen.cancelled.complete(System.nanoTime());
        super.onCancel();
      }
    };
  }
}
