package dev.plangen.testing;

import com.google.protobuf.Timestamp;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run: its log, its readers, and the thread that plays its script. Who joins, who left last and
 * when it ends is decided under its own lock; nothing is sent under that. Thread-safe.
 */
final class TestRun {

  /** One thing that a script does, on the run's own thread. */
  @FunctionalInterface
  interface Act {
    void play(TestRun run) throws InterruptedException;
  }

  private final String id;
  private final SolveRequest request;
  private final RunBook book;
  private final Timers timers;
  private final Timestamp createTime = now();

  /** All guarded by this. */
  private final List<Entry> log = new ArrayList<>();

  private final Set<Reader> readers = new HashSet<>();
  private Patience patience;
  private Timers.@Nullable Timer grace;
  private @Nullable Thread player;
  private @Nullable StepUpdate last;
  private @Nullable StepUpdate terminal;
  private @Nullable StatusRuntimeException lost;
  private boolean settled;
  private boolean deletedLive;

  TestRun(String id, SolveRequest request, Patience patience, RunBook book, Timers timers) {
    this.id = id;
    this.request = request;
    this.patience = patience;
    this.book = book;
    this.timers = timers;
  }

  String id() {
    return id;
  }

  SolveRequest request() {
    return request;
  }

  void play(List<Act> acts, Executor executor) {
    executor.execute(
        () -> {
          try {
            if (begin()) {
              for (Act act : acts) {
                act.play(this);
              }
            }
          } catch (InterruptedException stopped) {
            // By stop(), and by nothing else.
          } finally {
            settle();
          }
        });
  }

  private synchronized boolean begin() {
    player = Thread.currentThread();
    return !settled;
  }

  private synchronized void settle() {
    player = null;
    // The thread is a pool's: what was meant for this script must not hit the next one.
    Thread.interrupted();
    stop();
  }

  /** No act comes after this. */
  private void stop() {
    settled = true;
    if (player != null) {
      player.interrupt();
    }
    wakeAll();
  }

  private void wakeAll() {
    readers.forEach(Reader::wake);
    notifyAll();
  }

  synchronized void append(StepUpdate update) {
    if (settled || terminal != null) {
      return;
    }
    StepUpdate.Builder happened = update.toBuilder().setRunId(id).setUpdateTime(now());
    EventCase event = update.getProgress().getEventCase();
    if (event == EventCase.TEXT_DELTA || event == EventCase.HEARTBEAT) {
      log.add(new Entry.Happened(happened.clearSequence().build()));
    } else {
      StepUpdate logged = happened.setSequence(lastSequence() + 1).build();
      log.add(new Entry.Happened(logged));
      last = logged;
      if (logged.hasResult() || logged.getStatus() == StepStatus.STEP_STATUS_ERROR) {
        terminal = logged;
        endGrace();
      }
    }
    wakeAll();
  }

  /** Goes on when a reader has been cut off, or if none is there. */
  synchronized void drop(Status.Code code) throws InterruptedException {
    Entry.Break cut = new Entry.Break(code);
    log.add(cut);
    wakeAll();
    while (!readers.isEmpty() && !cut.used && !settled) {
      wait();
    }
  }

  void sleep(Duration time) throws InterruptedException {
    timers.sleep(time);
  }

  void forget() {
    book.remove(this);
    lose(Statuses.broken(Status.Code.UNAVAILABLE));
  }

  /** Readers end with this status where they are. */
  private synchronized void lose(StatusRuntimeException status) {
    lost = status;
    endGrace();
    stop();
  }

  /** Readers are told of the deletion, and not of the cancel that comes with it. */
  synchronized void delete() {
    deletedLive = terminal == null && lost == null;
    lose(Statuses.of(Failure.unknownRun(id), id));
  }

  /** Ends the run, unless it has ended. */
  synchronized void cancel(Failure why) {
    if (terminal == null && lost == null) {
      // Whatever the script was about to do: the end comes first.
      settled = false;
      append(
          StepUpdate.newBuilder()
              .setStep(Step.STEP_WORKFLOW)
              .setStatus(StepStatus.STEP_STATUS_ERROR)
              .setError(Statuses.error(why))
              .build());
      stop();
    }
  }

  /**
   * Empty unless the run lives or is COMPLETE: only then can it be joined.
   *
   * @param entry what is to happen before anyone else leaves
   */
  synchronized <T> Optional<T> join(Patience more, Function<TestRun, T> entry) {
    if (lost != null || (terminal != null && !terminal.hasResult())) {
      return Optional.empty();
    }
    patience = patience.or(more);
    return Optional.of(entry.apply(this));
  }

  synchronized void enter(Reader reader) {
    readers.add(reader);
    endGrace();
  }

  /** A reader is gone. If it was the last, the run is cancelled when its patience is over. */
  synchronized void left(Reader reader, Failure why) {
    if (!readers.remove(reader)) {
      return;
    }
    notifyAll();
    if (!readers.isEmpty() || patience.endless() || terminal != null || lost != null) {
      return;
    }
    if (patience.grace().isZero()) {
      cancel(why);
    } else {
      grace = timers.after(patience.grace(), () -> graceIsOver(why));
    }
  }

  private synchronized void graceIsOver(Failure why) {
    // Someone may have come back while this timer was on its way.
    if (readers.isEmpty() && grace != null) {
      cancel(why);
    }
  }

  private void endGrace() {
    if (grace != null) {
      grace.cancel();
      grace = null;
    }
  }

  /** Returns whether this break is the reader's, which has then left. */
  synchronized boolean breaks(Entry.Break cut, Reader reader) {
    if (cut.used) {
      return false;
    }
    cut.used = true;
    left(reader, Failure.cancelled());
    return true;
  }

  /** Empty if that is not there yet. */
  synchronized Optional<Entry> entry(int index) {
    return index < log.size() ? Optional.of(log.get(index)) : Optional.empty();
  }

  /** Where to go on after this sequence, which is 0 to {@link #lastSequence}. */
  synchronized int after(long sequence) {
    int index = 0;
    while (sequence > 0 && !isAt(sequence, index)) {
      index++;
    }
    return sequence == 0 ? 0 : index + 1;
  }

  private boolean isAt(long sequence, int index) {
    return log.get(index) instanceof Entry.Happened happened
        && happened.update().getSequence() == sequence;
  }

  synchronized List<StepUpdate> until(int index) {
    return log.subList(0, index).stream()
        .filter(Entry.Happened.class::isInstance)
        .map(entry -> ((Entry.Happened) entry).update())
        .toList();
  }

  synchronized Optional<StatusRuntimeException> lost() {
    return Optional.ofNullable(lost);
  }

  /** The terminal update, once nothing more can happen, not even a break. */
  synchronized Optional<StepUpdate> end() {
    return settled ? Optional.ofNullable(terminal) : Optional.empty();
  }

  synchronized long lastSequence() {
    return last == null ? 0 : last.getSequence();
  }

  synchronized RunState state() {
    if (terminal == null) {
      return deletedLive ? RunState.RUN_STATE_CANCELLED : RunState.RUN_STATE_RUNNING;
    }
    if (terminal.hasResult()) {
      return RunState.RUN_STATE_COMPLETE;
    }
    return terminal.getError().getCode() == Status.Code.CANCELLED.value()
        ? RunState.RUN_STATE_CANCELLED
        : RunState.RUN_STATE_FAILED;
  }

  synchronized Run snapshot() {
    Run.Builder run =
        Run.newBuilder()
            .setRunId(id)
            .setRequestId(request.getRequestId())
            .setState(state())
            .setModel(request.getModel().isEmpty() ? Catalog.MODEL : request.getModel())
            .setAlgorithm(
                request.hasAlgorithm()
                    ? request.getAlgorithm()
                    : Algorithm.newBuilder().setBestOfN(BestOfN.getDefaultInstance()).build())
            .putAllLabels(request.getLabelsMap())
            .setCreateTime(createTime)
            .setLastSequence(lastSequence())
            .setRequest(
                request.toBuilder()
                    .clearRequestId()
                    .clearLabels()
                    .clearBudget()
                    .clearOnDisconnect()
                    .clearDisconnectGrace()
                    .clearBaseRunId()
                    .clearStreamOptions());
    if (last != null) {
      run.setUsage(last.getUsage());
    }
    if (terminal != null) {
      run.setEndTime(terminal.getUpdateTime());
      if (terminal.hasResult()) {
        run.setResult(terminal.getResult()).setStopReason(terminal.getResult().getStopReason());
      } else {
        run.setError(terminal.getError());
      }
    }
    return run.build();
  }

  static Timestamp now() {
    Instant now = Instant.now();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }
}
