package dev.plangen.server.run;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.StopCause;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops a run short of its end, so that it comes to the best result that it has. When the budget is
 * used up, the calls in flight go on, since they are paid for; when the time is over, then or
 * later, or no more is wanted, they are cancelled. Of several causes the first is told, and is an
 * entry. Thread-safe.
 */
final class SearchStop {

  private final RunLog log;
  private final Cancellation calls = Cancellation.create();

  /** Guarded by this. */
  private @Nullable StopCause cause;

  /**
   * Stopped from the beginning if the log says so.
   *
   * @param log of the run, with the entries that it begins with
   */
  SearchStop(RunLog log) {
    this.log = log;
    stopped(log.entries()).ifPresent(this::take);
  }

  private static Optional<StopCause> stopped(List<LogEntry> entries) {
    return entries.stream()
        .map(LogEntry::event)
        .filter(RunEvent.SearchStopped.class::isInstance)
        .map(event -> ((RunEvent.SearchStopped) event).cause())
        .findFirst();
  }

  void stop(StopCause why) {
    synchronized (this) {
      // First the entry, then what follows from it; and nothing after the run's end.
      if (cause == null && log.appendUnlessEnded(new RunEvent.SearchStopped(why))) {
        cause = why;
      }
    }
    // Also after another cause, by which the calls in flight went on.
    if (why.endsCalls()) {
      calls.cancel();
    }
  }

  private void take(StopCause recorded) {
    cause = recorded;
    if (recorded.endsCalls()) {
      calls.cancel();
    }
  }

  synchronized Optional<StopCause> cause() {
    return Optional.ofNullable(cause);
  }

  /** Cancelled when the time is over, or no more is wanted. */
  Cancellation calls() {
    return calls;
  }
}
