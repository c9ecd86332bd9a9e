package dev.plangen.server.run;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.Planner;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job being done: a log, the thread that fills it, and the readers that it is done for. */
final class Run {

  private final RunInfo info;
  private final RunLog log;
  private final RunWork work;
  private final Cancellation cancellation;

  /** Who reads, and why the run ends early; both guarded by this. */
  private final Set<RunReader> readers = new HashSet<>();

  private @Nullable Failure endsEarlyWith;

  /**
   * A run that has not begun.
   *
   * @param earlier the entries that its log begins with; what they hold is not done again
   * @param deadline after which no model call is waited for
   */
  Run(RunInfo info, Models models, List<LogEntry> earlier, Optional<Instant> deadline) {
    this.info = info;
    this.cancellation = Cancellation.create(deadline);
    this.log = new RunLog(earlier);
    this.work = new RunWork(log, new Replay(earlier), models, cancellation);
  }

  RunInfo info() {
    return info;
  }

  RunLog log() {
    return log;
  }

  RunReader read(ReaderOptions options) {
    var reader = new RunReader(this, log, options);
    synchronized (this) {
      readers.add(reader);
    }
    return reader;
  }

  /** The run goes on while anybody reads. */
  void left(RunReader reader, Failure why) {
    boolean last;
    synchronized (this) {
      last = readers.remove(reader) && readers.isEmpty();
    }
    if (last) {
      endEarly(why);
    }
  }

  /** Cancels whatever the run does; of several reasons the first counts. */
  void endEarly(Failure why) {
    synchronized (this) {
      if (endsEarlyWith != null) {
        return;
      }
      endsEarlyWith = why;
    }
    cancellation.cancel();
  }

  /** Does the job to its end, which is always an entry, unless the log begins with it. Blocks. */
  void perform(RunObserver observer) {
    Optional<Throwable> bug = log.hasEnded() ? Optional.empty() : doJob(observer);
    observer.ended(info, log.end(), log.cost(), bug);
  }

  /** What was thrown, if it was a bug. */
  private Optional<Throwable> doJob(RunObserver observer) {
    // The oldest registration, so that it comes last: sockets are closed before threads are woken.
    try (Cancellation.Registration _ = cancellation.onCancel(Thread.currentThread()::interrupt)) {
      observer.started(info);
      Planner.perform(info.job(), work);
      return Optional.empty();
    } catch (Throwable e) {
      RunEvent.Failed end = end(e);
      log.append(end);
      return end.failure() instanceof Failure.Internal ? Optional.of(e) : Optional.empty();
    }
  }

  /** Of a run that was cancelled the reason counts, whatever broke on the way out. */
  private RunEvent.Failed end(Throwable thrown) {
    Failure early = whyEarly();
    if (early != null) {
      return new RunEvent.Failed(Stage.WORKFLOW, early);
    }
    return switch (thrown) {
      case StageFailedException e -> new RunEvent.Failed(e.stage(), e.failure());
      case FailureException e -> new RunEvent.Failed(Stage.WORKFLOW, e.failure());
      default -> new RunEvent.Failed(Stage.WORKFLOW, new Failure.Internal());
    };
  }

  private synchronized @Nullable Failure whyEarly() {
    return endsEarlyWith;
  }
}
