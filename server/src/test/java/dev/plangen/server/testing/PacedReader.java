package dev.plangen.server.testing;

import dev.plangen.v1.StepUpdate;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of updates at a pace of its own: asks for one or a few, and now and then for none
 * until the model has got on. To be used for one call, by one thread.
 *
 * @param <Q> what the call is asked
 */
public final class PacedReader<Q> implements ClientResponseObserver<Q, StepUpdate> {

  private static final long LIMIT_SECONDS = 20;

  private sealed interface Event {
    record Update(StepUpdate update) implements Event {}

    record End(Optional<Throwable> thrown) implements Event {}
  }

  private final Random random;
  private final WatchedModel model;
  private final int onePauseIn;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private @Nullable ClientCallStreamObserver<Q> call;
  private int requested = 1;

  /**
   * @param onePauseIn how many updates lie between two pauses, about
   */
  public PacedReader(Random random, WatchedModel model, int onePauseIn) {
    this.random = random;
    this.model = model;
    this.onePauseIn = onePauseIn;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> started) {
    call = started;
    started.disableAutoRequestWithInitial(requested);
  }

  /** Reads to the end and returns how it ended. */
  public Status readAll(RebuiltRun into) throws InterruptedException {
    return read(into, Integer.MAX_VALUE)
        .orElseThrow(() -> new AssertionError("a stream that does not end"));
  }

  /** Reads so many updates. Returns how the stream ended, empty if it has not. */
  public Optional<Status> read(RebuiltRun into, int most) throws InterruptedException {
    for (int i = 0; i < most; i++) {
      Event event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      switch (event) {
        case Event.Update(StepUpdate update) -> into.accept(update);
        case Event.End(Optional<Throwable> thrown) -> {
          return Optional.of(thrown.map(Status::fromThrowable).orElse(Status.OK));
        }
        case null -> throw new AssertionError("nothing came for " + LIMIT_SECONDS + " s");
      }
      goOn();
    }
    return Optional.empty();
  }

  private void goOn() throws InterruptedException {
    if (random.nextInt(onePauseIn) == 0) {
      model.awaitEnds(1 + random.nextInt(4));
    }
    requested--;
    if (requested == 0) {
      requested = 1 + random.nextInt(3);
      Objects.requireNonNull(call).request(requested);
    }
  }

  /** Leaves the call. */
  public void leave() {
    Objects.requireNonNull(call).cancel("the reader leaves", null);
  }

  @Override
  public void onNext(StepUpdate update) {
    events.add(new Event.Update(update));
  }

  @Override
  public void onError(Throwable thrown) {
    events.add(new Event.End(Optional.of(thrown)));
  }

  @Override
  public void onCompleted() {
    events.add(new Event.End(Optional.empty()));
  }
}
