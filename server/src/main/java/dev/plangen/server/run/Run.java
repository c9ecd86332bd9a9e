package dev.plangen.server.run;

import dev.plangen.server.concurrent.Alarm;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.planning.Planner;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/** A job being done: a log, the thread that fills it, and the readers that it is done for. */
final class Run {

  private final RunInfo info;
  private final RunLimits limits;
  private final RunLimits.TimeLimit timeLimit;
  private final LongConsumer tokensUsed;
  private final Offers.Hold offer;
  private final RunWatch watch;
  private final RunLog log;
  private final SearchStop stop;
  private final Audience audience;
  private final Cancellation cancellation;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private Heritage heritage;

  /** Set when {@link #inherited} is. */
  private volatile Replay replay = Replay.NOTHING;

  /** Used by the run's thread. */
  private CompletableFuture<Void> inherited = CompletableFuture.completedFuture(null);

  /**
   * A run that has not begun.
   *
   * @param offer what it works with; released at its end
   * @param heritage what it need not do again
   * @param tokensUsed told, from any thread, what each request has used up
   * @param watch told what happens in it
   * @param beforeEnd called before anybody can read that the run has ended
   */
  Run(
      RunInfo info,
      Offers.Hold offer,
      RunLimits limits,
      Heritage heritage,
      LongConsumer tokensUsed,
      RunWatch watch,
      Runnable beforeEnd) {
    this.info = info;
    this.offer = offer;
    this.limits = limits;
    this.timeLimit = limits.time(info.submission().budget());
    this.heritage = heritage;
    this.tokensUsed = tokensUsed;
    this.watch = watch;
    this.cancellation = Cancellation.create(this::lastMoment);
    this.audience = new Audience(info.submission().patience(), cancellation);
    this.log =
        new RunLog(
            heritage.entries(),
            () -> {
              audience.dissolve();
              beforeEnd.run();
            },
            watch::happened);
    this.stop = new SearchStop(log);
  }

  RunInfo info() {
    return info;
  }

  RunLog log() {
    return log;
  }

  RunSnapshot snapshot() {
    return log.snapshot(info);
  }

  /** Empty once the run has been deleted. */
  Optional<RunSnapshot> snapshotUnlessForgotten() {
    try {
      return Optional.of(snapshot());
    } catch (RunLog.GoneException e) {
      return Optional.empty();
    }
  }

  /**
   * A reader from the beginning, for a caller that asks for the same again. Empty if the run has
   * failed or begun to cancel: then it can't be joined.
   */
  Optional<RunReader> join(Patience patience, Optional<Instant> deadline, ReaderOptions options) {
    var reader = new RunReader(this, log, watch, 0, deadline, options);
    if (isComplete()) {
      audience.watch(reader);
      watch.joined();
      return Optional.of(reader);
    }
    if (audience.join(reader, patience) && !hasFailed()) {
      watch.joined();
      return Optional.of(reader);
    }
    reader.leave(new Failure.Cancelled());
    return Optional.empty();
  }

  /** Joins without reading. Returns whether the run could be joined. */
  boolean join(Patience patience) {
    boolean joined = isComplete() || (audience.join(patience) && !hasFailed());
    if (joined) {
      watch.joined();
    }
    return joined;
  }

  /** A reader of whatever there is; keeps the run from being cancelled if it is not too late. */
  RunReader watch(long after, Optional<Instant> deadline, ReaderOptions options) {
    var reader = new RunReader(this, log, watch, after, deadline, options);
    audience.watch(reader);
    return reader;
  }

  /** A call that did not start this run has come to it, on this thread. */
  void joined() {
    watch.joined();
  }

  void left(RunReader reader, Failure why) {
    audience.left(reader, why);
  }

  private boolean isComplete() {
    return log.end().map(LogEntry::event).map(RunEvent.Finished.class::isInstance).orElse(false);
  }

  private boolean hasFailed() {
    return log.end().map(LogEntry::event).map(RunEvent.Failed.class::isInstance).orElse(false);
  }

  /** Cancels whatever the run does; of several reasons the first counts. */
  void endEarly(Failure why) {
    audience.dismiss(why);
  }

  /** What another run can take over, by now. */
  Map<CallKey, CallRecord> calls() {
    return replay.handOn(log.entries());
  }

  /** About how much memory it takes, once it has ended. */
  long bytes() {
    return log.bytes() + info.submission().bytes() + replay.bytes();
  }

  /**
   * When the run has made its last call, and what it inherited is known even if it did not wait for
   * it: then {@link #calls} is all that it can hand on, and whoever begins before would pay for
   * calls again. That takes milliseconds after a run has failed.
   */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Does the job to its end, which is always an entry, unless the log begins with it. Blocks. */
  void perform() {
    try {
      Optional<Throwable> bug = log.hasEnded() ? Optional.empty() : doJob();
      log.end()
          .map(LogEntry::event)
          .map(RunEvent.Terminal.class::cast)
          .ifPresent(end -> watch.ended(end, log.cost(), bug));
    } finally {
      var _ = inherited.whenComplete((_, _) -> ended.complete(null));
      offer.close();
    }
  }

  /** What was thrown, if it was a bug. */
  private Optional<Throwable> doJob() {
    // The oldest registration, so that it comes last: sockets are closed before threads are woken.
    try (Cancellation.Registration _ = cancellation.onCancel(Thread.currentThread()::interrupt);
        Alarm _ = Alarm.after(timeLimit.time(), () -> stop.stop(timeLimit.cause()))) {
      watch.started();
      inherit();
      new Planner(offer.catalog()).perform(info.job(), work());
      return Optional.empty();
    } catch (Throwable e) {
      RunEvent.Failed end = end(e);
      // Unless it came after the end.
      var _ = log.appendUnlessEnded(end);
      return end.failure() instanceof Failure.Internal ? Optional.of(e) : Optional.empty();
    }
  }

  /** Waits for the heritage, but no longer than the run's time, and not when it is cancelled. */
  private void inherit() {
    inherited = heritage.replay().thenAccept(known -> replay = known);
    heritage = Heritage.NONE;
    var over = new CompletableFuture<Void>();
    try (Cancellation.Registration _ = stop.calls().onCancel(() -> over.complete(null))) {
      CompletableFuture.anyOf(inherited, over).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("ended while it waited for the run that it repeats");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    if (!inherited.isDone()) {
      throw new FailureException(new Failure.NotNeeded());
    }
  }

  private RunWork work() {
    var purse =
        new Purse(limits.within(info.submission().budget()), log.cost(), stop::stop, tokensUsed);
    return new RunWork(
        log,
        replay,
        offer.catalog().models(),
        info.caller().tenant(),
        limits,
        purse,
        stop,
        cancellation,
        watch);
  }

  /** When, as things stand, the run will be ended. */
  private Optional<Instant> lastMoment() {
    Instant stopped = info.createTime().plus(timeLimit.time());
    return Optional.of(audience.lastLeaves().filter(stopped::isAfter).orElse(stopped));
  }

  /** Of a run that was cancelled the reason counts, whatever broke on the way out. */
  private RunEvent.Failed end(Throwable thrown) {
    return audience
        .dismissal()
        .map(early -> new RunEvent.Failed(Stage.WORKFLOW, early))
        .orElseGet(
            () ->
                switch (thrown) {
                  case StageFailedException e -> failed(e.stage(), e.failure());
                  case FailureException e -> failed(Stage.WORKFLOW, e.failure());
                  default -> new RunEvent.Failed(Stage.WORKFLOW, new Failure.Internal());
                });
  }

  /**
   * No stage is to blame for what the run may not use up. That nothing was needed where nothing has
   * stopped it is a bug, and must end the run like any other.
   */
  private RunEvent.Failed failed(Stage stage, Failure failure) {
    return switch (failure) {
      case Failure.NotNeeded _ ->
          new RunEvent.Failed(
              Stage.WORKFLOW,
              stop.cause().map(StopCause::withoutPlan).orElseGet(Failure.Internal::new));
      case Failure.BudgetExhausted _,
          Failure.SoftDeadlineExceeded _,
          Failure.RunDurationExceeded _ ->
          new RunEvent.Failed(Stage.WORKFLOW, failure);
      default -> new RunEvent.Failed(stage, failure);
    };
  }
}
