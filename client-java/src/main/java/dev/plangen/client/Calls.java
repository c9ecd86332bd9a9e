package dev.plangen.client;

import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Opens the calls that serve one wish, all within the deadline and the {@code io.grpc.Context} of
 * the caller who asked for it, whichever thread they are opened by. Thread-safe.
 */
final class Calls {

  private static final Duration CANCELLING = Duration.ofSeconds(10);

  private final Channel channel;
  private final BooleanSupplier isShutDown;
  private final Deadline deadline;
  private final Context context = Context.current();

  /**
   * @param channel what the calls are made on
   * @param isShutDown whether calls on it can't be made any more
   */
  Calls(Channel channel, BooleanSupplier isShutDown, Duration deadline) {
    this.channel = channel;
    this.isShutDown = isShutDown;
    this.deadline = Deadline.after(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  Deadline deadline() {
    Deadline callers = context.getDeadline();
    return callers == null ? deadline : deadline.minimum(callers);
  }

  /**
   * Whether no call can be made any more: the caller's context is cancelled, or the channel shut.
   */
  boolean areOver() {
    return context.isCancelled() || isShutDown.getAsBoolean();
  }

  void solve(SolveRequest request, RunIdHeader header, Attempt<SolveRequest, StepUpdate> attempt) {
    context.run(
        () ->
            PlanGenServiceGrpc.newStub(channel)
                .withInterceptors(header)
                .withDeadline(deadline)
                .solveStream(request, attempt));
  }

  void watch(
      WatchRunRequest request, RunIdHeader header, Attempt<WatchRunRequest, StepUpdate> attempt) {
    context.run(
        () ->
            RunServiceGrpc.newStub(channel)
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
            ModelServiceGrpc.newStub(channel)
                .withInterceptors(header)
                .withDeadline(deadline)
                .generateStream(request, attempt));
  }

  /**
   * Cancels a run and waits for nothing: whoever leaves is not to be held up, and where it fails,
   * the run ends when its grace is over. Outlives the caller's context and deadline.
   */
  void cancel(CancelRunRequest request) {
    context
        .fork()
        .run(
            () ->
                RunServiceGrpc.newStub(channel)
                    .withDeadlineAfter(CANCELLING)
                    .cancelRun(request, new Ignored<>()));
  }

  private static final class Ignored<T> implements StreamObserver<T> {
    @Override
    public void onNext(T answer) {}

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onCompleted() {}
  }
}
