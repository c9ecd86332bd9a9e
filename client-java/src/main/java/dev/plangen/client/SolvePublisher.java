package dev.plangen.client;

import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Solves anew for each subscriber. Thread-safe. */
final class SolvePublisher implements Flow.Publisher<SolveEvent> {

  private final Supplier<Follower> solve;

  /**
   * @param solve makes a follower that is not open yet
   */
  SolvePublisher(Supplier<Follower> solve) {
    this.solve = solve;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SolveEvent> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Follower follower = solve.get();
    Subscription subscription = new Subscription(follower, subscriber);
    try {
      subscriber.onSubscribe(subscription);
    } catch (RuntimeException | Error e) {
      subscription.cancel();
      throw e;
    }
    subscription.begin();
  }

  private static final class Subscription implements Flow.Subscription, Pump.Sink {
    private final Follower follower;
    private final Flow.Subscriber<? super SolveEvent> subscriber;
    private final Pump pump;

    Subscription(Follower follower, Flow.Subscriber<? super SolveEvent> subscriber) {
      this.follower = follower;
      this.subscriber = subscriber;
      this.pump = new Pump(follower, this);
    }

    /** Not before onSubscribe has returned: until then nothing else may be signalled. */
    void begin() {
      pump.start();
      follower.open();
    }

    @Override
    public void request(long events) {
      if (events > 0) {
        pump.request(events);
      } else {
        // Section 3.9 of the Reactive Streams specification.
        pump.reject(new IllegalArgumentException("request more than zero events: " + events));
      }
    }

    @Override
    public void cancel() {
      pump.stop();
      follower.leave(Status.CANCELLED.withDescription("the subscription was cancelled"));
    }

    @Override
    public void next(SolveEvent event) {
      subscriber.onNext(event);
    }

    @Override
    public void end(Outcome outcome) {
      if (outcome instanceof Failure failure) {
        subscriber.onError(failure.toException());
      } else {
        subscriber.onComplete();
      }
    }

    @Override
    public void threw(Throwable thrown) {
      // Section 2.13: a subscriber that throws is not signalled any more. But somebody must know.
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, thrown);
    }

    @Override
    public void misused(IllegalArgumentException how) {
      subscriber.onError(how);
    }
  }
}
