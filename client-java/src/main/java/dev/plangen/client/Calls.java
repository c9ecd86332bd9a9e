package dev.plangen.client;

import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes the calls that serve one wish, all within the deadline and the {@code io.grpc.Context} of
 * the caller whose wish it is, whichever thread makes them. Thread-safe.
 */
final class Calls {

  private static final Duration CANCELLING = Duration.ofSeconds(10);

  private final Line line;
  private final Deadline deadline;
  private final Context context = Context.current();

  Calls(Line line, Duration deadline) {
    this.line = line;
    this.deadline = within(deadline);
  }

  /** A deadline from now on, or the one of the present context if that is sooner. */
  static Deadline within(Duration duration) {
    Deadline own = Deadline.after(duration.toNanos(), TimeUnit.NANOSECONDS);
    Deadline callers = Context.current().getDeadline();
    return callers == null ? own : own.minimum(callers);
  }

  Deadline deadline() {
    return deadline;
  }

  /** Whether no call can be made any more: the caller's context is cancelled, or the line shut. */
  boolean areOver() {
    return context.isCancelled() || line.isShutDown();
  }

  /** Does it later, unless that is cancelled. */
  Timer after(Duration delay, Runnable task) {
    return Timer.after(delay, line.executor(), task);
  }

  /** Nothing comes on the connection any more: calls to come are to have another. */
  void abandonConnection() {
    line.abandonConnection();
  }

  /** A call is about to be made again: the server may be back. */
  void reconnect() {
    line.reconnect();
  }

  void solve(SolveRequest request, RunIdHeader header, Attempt<SolveRequest, StepUpdate> attempt) {
    context.run(
        () ->
            PlanGenServiceGrpc.newStub(line.channel())
                .withInterceptors(header)
                .withDeadline(deadline)
                .solveStream(request, attempt));
  }

  void watch(
      WatchRunRequest request, RunIdHeader header, Attempt<WatchRunRequest, StepUpdate> attempt) {
    context.run(
        () ->
            RunServiceGrpc.newStub(line.channel())
                .withInterceptors(header)
                .withDeadline(deadline)
                .watchRun(request, attempt));
  }

  void generate(
      GenerateRequest request,
      RunIdHeader header,
      Attempt<GenerateRequest, GenerateChunk> attempt) {
    context.run(
        () ->
            ModelServiceGrpc.newStub(line.channel())
                .withInterceptors(header)
                .withDeadline(deadline)
                .generateStream(request, attempt));
  }

  /**
   * Cancels a run and waits for nothing: whoever leaves is not to be held up, and where it fails,
   * the run ends when its grace is over. Outlives the caller's context and deadline.
   */
  void cancel(CancelRunRequest request) {
    Cancelling cancelling = new Cancelling(line.underway());
    line.underway().cancelBegun();
    context.fork().run(() -> send(request, cancelling));
  }

  private void send(CancelRunRequest request, Cancelling cancelling) {
    try {
      RunServiceGrpc.newStub(line.channel())
          .withDeadlineAfter(CANCELLING)
          // Whoever leaves just while the connection is being made again.
          .withWaitForReady()
          .cancelRun(request, cancelling);
    } catch (Throwable e) {
      // Interceptors may throw.
      cancelling.onError(e);
    }
  }

  private record Cancelling(Underway underway) implements StreamObserver<Run> {
    @Override
    public void onNext(Run run) {}

    @Override
    public void onError(Throwable thrown) {
      underway.cancelEnded();
    }

    @Override
    public void onCompleted() {
      underway.cancelEnded();
    }
  }
}
