package dev.plangen.testing;

import dev.plangen.v1.Heartbeat;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Carries a run to one caller, no faster than that takes it. Only one thread at a time sends: who
 * has something for it wakes it.
 */
final class Reader {

  /** How the caller gets what was read. */
  interface Sink {
    void send(StepUpdate update);

    void end(StepUpdate terminal);
  }

  /** By how much a caller's clock may be ahead of ours: its reset then comes first. */
  private static final long LEAD_MILLIS = 250;

  private final TestRun run;
  private final ServerCallStreamObserver<?> call;
  private final Sink sink;
  private final StreamOptions options;
  private final Timers timers;
  private final Executor executor;
  private final @Nullable Deadline deadline = Context.current().getDeadline();

  /** As if it were at work, until it is opened. */
  private final AtomicInteger wakes = new AtomicInteger(1);

  /** What is owed of texts that were begun before the place where this reader began. */
  private final Queue<StepUpdate> owed = new ArrayDeque<>();

  private int next;
  private long passed;
  private volatile boolean over;
  private volatile long lastSent;
  private volatile boolean heartbeatDue;

  /** To be made on the thread of the RPC. */
  Reader(
      TestRun run,
      ServerCallStreamObserver<?> call,
      Sink sink,
      StreamOptions options,
      Timers timers,
      Executor executor) {
    this.run = run;
    this.call = call;
    this.sink = sink;
    this.options = options;
    this.timers = timers;
    this.executor = executor;
    call.setOnReadyHandler(this::wake);
    call.setOnCancelHandler(this::wake);
  }

  String runId() {
    return run.id();
  }

  /** To be called once, when the response headers are sent. */
  void open(long afterSequence) {
    passed = afterSequence;
    next = run.after(afterSequence);
    if (options.getTextDeltas()) {
      owed.addAll(Texts.unfinished(run.until(next)));
    }
    lastSent = timers.now();
    if (options.hasHeartbeatInterval()) {
      beat();
    }
    executor.execute(this::work);
  }

  void wake() {
    if (wakes.getAndIncrement() == 0) {
      executor.execute(this::work);
    }
  }

  private void work() {
    int seen = wakes.get();
    do {
      while (!over && step()) {}
      seen = wakes.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Does one thing. Returns false if there is nothing to do until it is woken. */
  private boolean step() {
    if (call.isCancelled()) {
      leave(whyGone());
      return false;
    }
    // Looked at first: what happened before the end is then seen below.
    Optional<Runnable> end = end();
    Optional<Entry> entry = owed.isEmpty() ? run.entry(next) : Optional.empty();
    if (entry.isPresent() && entry.get() instanceof Entry.Break cut) {
      next++;
      pass(cut);
      return true;
    }
    // An end takes no room: it comes also to a caller who has asked for just what there was.
    if (owed.isEmpty() && entry.isEmpty() && end.isPresent()) {
      leave(Failure.cancelled());
      end.get().run();
      return false;
    }
    if (!call.isReady()) {
      return false;
    }
    if (!owed.isEmpty()) {
      send(owed.remove());
      return true;
    }
    if (entry.isEmpty()) {
      return sendHeartbeat();
    }
    next++;
    pass((Entry.Happened) entry.get());
    return true;
  }

  private void pass(Entry.Break cut) {
    if (run.breaks(cut, this)) {
      leave(Failure.cancelled());
      call.onError(Statuses.broken(cut.code));
    }
  }

  private void pass(Entry.Happened happened) {
    StepUpdate update = happened.update();
    passed = Math.max(passed, update.getSequence());
    if (wants(update)) {
      send(update);
    }
  }

  private boolean wants(StepUpdate update) {
    if (!update.hasProgress()) {
      return true;
    }
    return switch (update.getProgress().getEventCase()) {
      case TEXT_DELTA -> options.getTextDeltas();
      case HEARTBEAT -> options.hasHeartbeatInterval();
      default -> options.getCandidateEvents();
    };
  }

  private void send(StepUpdate update) {
    lastSent = timers.now();
    sink.send(
        update.getSequence() > 0
            ? update
            : update.toBuilder().setSequence(passed).setUpdateTime(TestRun.now()).build());
  }

  /** How the call is to end when all has been passed; empty while more may come. */
  private Optional<Runnable> end() {
    return run.lost()
        .<Runnable>map(status -> () -> call.onError(status))
        .or(() -> run.end().map(terminal -> () -> sink.end(terminal)));
  }

  private boolean sendHeartbeat() {
    if (!heartbeatDue) {
      return false;
    }
    heartbeatDue = false;
    send(
        StepUpdate.newBuilder()
            .setRunId(run.id())
            .setStep(Step.STEP_WORKFLOW)
            .setStatus(StepStatus.STEP_STATUS_IN_PROGRESS)
            .setProgress(StepProgress.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()))
            .build());
    return true;
  }

  /** On the timers' thread: looks whether it is time, and comes back when it may be. */
  private void beat() {
    if (over) {
      return;
    }
    long interval = Statuses.duration(options.getHeartbeatInterval()).toNanos();
    long left = interval - (timers.now() - lastSent);
    if (left <= 0) {
      heartbeatDue = true;
      wake();
    }
    timers.after(Duration.ofNanos(left > 0 ? left : interval), this::beat);
  }

  private void leave(Failure why) {
    over = true;
    run.left(this, why);
  }

  private Failure whyGone() {
    return deadline != null && deadline.timeRemaining(TimeUnit.MILLISECONDS) < LEAD_MILLIS
        ? Failure.deadlineExceeded()
        : Failure.cancelled();
  }
}
