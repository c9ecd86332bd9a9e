package dev.plangen.server.testing;

import dev.plangen.server.testing.Refused.Details;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call as its caller sees it: response headers, messages, and how it ended. Every wait has a
 * limit. Thread-safe.
 *
 * @param <Q> what was asked
 * @param <M> what is answered
 */
public final class Received<Q, M> implements ClientResponseObserver<Q, M>, ClientInterceptor {

  private static final Metadata.Key<String> RUN_ID =
      Metadata.Key.of("plangen-run-id", Metadata.ASCII_STRING_MARSHALLER);

  private static final long LIMIT_SECONDS = 20;

  private final BlockingQueue<M> unread = new LinkedBlockingQueue<>();
  private final List<M> all = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
  private volatile @Nullable ClientCallStreamObserver<Q> call;

  /** The stub by which to make the call, with this as its observer. */
  public <S extends AbstractStub<S>> S on(S stub) {
    return stub.withInterceptors(this);
  }

  /** The next message that was not taken by this method. */
  public M next() throws InterruptedException {
    M message = unread.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message came; the call's end: " + end);
    }
    return message;
  }

  /** Waits for the end, which must be good, and returns every message. */
  public List<M> completed() {
    awaitEnd()
        .ifPresent(
            thrown -> {
              throw new AssertionError("the call failed", thrown);
            });
    return List.copyOf(all);
  }

  /** Waits for the end, which must be bad. */
  public Details failed() {
    return Refused.details(
        awaitEnd().orElseThrow(() -> new AssertionError("the call succeeded: " + all)));
  }

  /** Waits for the end, and returns how it is bad. */
  public Optional<Details> ended() {
    return awaitEnd().map(Refused::details);
  }

  /** Every message so far. */
  public List<M> messages() {
    return List.copyOf(all);
  }

  /** The run's id, as soon as the response headers tell it. */
  public String awaitRunId() {
    Metadata received = headers.copy().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    return Objects.requireNonNull(received.get(RUN_ID), "the headers name no run");
  }

  /** Whether the response headers have come and tell of a run. */
  public boolean hasRunId() {
    return headers.isDone();
  }

  /** To be asked after the end: empty if it came without headers, as trailers only. */
  public Optional<String> runIdHeader() {
    awaitEnd();
    return Optional.ofNullable(headers.getNow(new Metadata()).get(RUN_ID));
  }

  /** To be asked after the end: all that came, headers, messages and how it ended. */
  public String wire() {
    String ending = awaitEnd().map(thrown -> Refused.details(thrown).everything()).orElse("");
    return headers.getNow(new Metadata()) + "\n" + all + "\n" + ending;
  }

  public boolean hasEnded() {
    return end.isDone();
  }

  public void cancel() {
    Objects.requireNonNull(call).cancel("the test leaves", null);
  }

  private Optional<Throwable> awaitEnd() {
    return end.copy().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> started) {
    call = started;
  }

  @Override
  public void onNext(M message) {
    all.add(message);
    unread.add(message);
  }

  @Override
  public void onError(Throwable thrown) {
    end.complete(Optional.of(thrown));
  }

  @Override
  public void onCompleted() {
    end.complete(Optional.empty());
  }

  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<B> listener, Metadata request) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onHeaders(Metadata received) {
                headers.complete(received);
                super.onHeaders(received);
              }
            },
            request);
      }
    };
  }
}
