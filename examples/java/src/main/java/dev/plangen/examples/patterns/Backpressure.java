package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * A consumer that is slow: it asks for the next event when it is done with the last. The run does
 * not wait for it. Nor does anything pile up without limit: here wait {@code prefetch} events, in
 * gRPC about 1 MiB, and beyond that the server sends what models write in fewer and longer pieces.
 */
public final class Backpressure implements Flow.Subscriber<SolveEvent> {

  private static final Duration WORK = Duration.ofMillis(20);

  private final PrintStream out;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Executor later =
      CompletableFuture.delayedExecutor(WORK.toMillis(), TimeUnit.MILLISECONDS);

  // onSubscribe comes before all else.
  @SuppressWarnings("NullAway.Init")
  private Flow.Subscription subscription;

  private int events;

  private Backpressure(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    Example.main(args, Backpressure::solve);
  }

  static void solve(PlanGenClient client, String problem, PrintStream out) {
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(problem)
            .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
            .build();
    Backpressure consumer = new Backpressure(out);
    client.solvePublisher(request).subscribe(consumer);
    consumer.done.join();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(SolveEvent event) {
    events++;
    if (event instanceof SolveEvent.Updated(var update) && update.hasResult()) {
      Instant ended =
          Instant.ofEpochSecond(
              update.getUpdateTime().getSeconds(), update.getUpdateTime().getNanos());
      out.printf(
          "event %d is the result, which was there %d ms ago%n",
          events, Duration.between(ended, Instant.now()).toMillis());
    }
    // Without holding gRPC's thread meanwhile.
    later.execute(() -> subscription.request(1));
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    done.complete(null);
  }
}
