package dev.plangen.server.testing;

import dev.plangen.server.testing.Refused.Details;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes one update and then no more, as a client that hangs, until it is told to read on. Keeps
 * only the latest. Every wait has a limit.
 *
 * @param <Q> what the call is asked
 */
public final class HaltedReader<Q> implements ClientResponseObserver<Q, StepUpdate> {

  private static final long LIMIT_SECONDS = 20;

  private final CompletableFuture<StepUpdate> first = new CompletableFuture<>();
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
  private volatile @Nullable ClientCallStreamObserver<Q> call;
  private volatile @Nullable StepUpdate latest;

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> started) {
    call = started;
    started.disableAutoRequestWithInitial(1);
  }

  /** The id of its run, from its first update. */
  public String awaitRunId() {
    return first.copy().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join().getRunId();
  }

  /** Returns when it has its update, or its end, and so its run has begun. */
  public void awaitBegun() {
    CompletableFuture.anyOf(first, end).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  public void readOn() {
    Objects.requireNonNull(call).request(Integer.MAX_VALUE);
  }

  /** Waits for the end, which must be good, and returns the last update. */
  public StepUpdate completed() {
    awaitEnd()
        .ifPresent(
            thrown -> {
              throw new AssertionError("the call failed", thrown);
            });
    return Objects.requireNonNull(latest);
  }

  /** Waits for the end, which must be bad. */
  public Details failed() {
    return Refused.details(awaitEnd().orElseThrow(() -> new AssertionError("the call succeeded")));
  }

  private Optional<Throwable> awaitEnd() {
    return end.copy().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void onNext(StepUpdate update) {
    latest = update;
    first.complete(update);
  }

  @Override
  public void onError(Throwable thrown) {
    end.complete(Optional.of(thrown));
  }

  @Override
  public void onCompleted() {
    end.complete(Optional.empty());
  }
}
