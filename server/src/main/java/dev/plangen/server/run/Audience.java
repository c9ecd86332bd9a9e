package dev.plangen.server.run;

import dev.plangen.server.concurrent.Alarm;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Cancellation.Registration;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a run is done for, and whether it goes on without them. Who left last and who joined is
 * decided under one lock, and a run that was dismissed can't be joined. Thread-safe.
 */
final class Audience {

  private final Cancellation run;
  private final Timer timer;

  /** All guarded by this. */
  private final Set<RunReader> readers = new HashSet<>();

  private Patience patience;
  private @Nullable Departure latest;
  private @Nullable Registration grace;
  private @Nullable Failure dismissal;
  private boolean over;

  /** The last reader's leaving; each is another. */
  private static final class Departure {
    final Failure why;

    Departure(Failure why) {
      this.why = why;
    }
  }

  /**
   * Without readers yet; the first is never waited for.
   *
   * @param run cancelled when the run is dismissed
   */
  Audience(Patience patience, Cancellation run) {
    this(patience, run, (time, action) -> Alarm.after(time, action)::close);
  }

  Audience(Patience patience, Cancellation run, Timer timer) {
    this.patience = patience;
    this.run = run;
    this.timer = timer;
  }

  /** Does something once, later, unless the registration is closed before. */
  @FunctionalInterface
  interface Timer {
    Registration after(Duration time, Runnable action);
  }

  /** Returns whether it was in time. */
  synchronized boolean join(RunReader reader, Patience more) {
    if (!join(more)) {
      return false;
    }
    readers.add(reader);
    return true;
  }

  synchronized boolean join(Patience more) {
    if (dismissal != null) {
      return false;
    }
    patience = patience.or(more);
    endGrace();
    return true;
  }

  synchronized void watch(RunReader reader) {
    readers.add(reader);
    endGrace();
  }

  private void endGrace() {
    latest = null;
    if (grace != null) {
      grace.close();
      grace = null;
    }
  }

  /**
   * The run has come to its end, and nothing more is decided. To be called before a reader can see
   * that end and leave: or its leaving would dismiss a run that is complete.
   */
  synchronized void dissolve() {
    over = true;
    endGrace();
  }

  /** A reader is gone. If it was the last, the run is dismissed when its patience is over. */
  void left(RunReader reader, Failure why) {
    if (dismissedByLeaving(reader, why)) {
      run.cancel();
    }
  }

  private synchronized boolean dismissedByLeaving(RunReader reader, Failure why) {
    boolean last = readers.remove(reader) && readers.isEmpty();
    if (!last || dismissal != null || over) {
      return false;
    }
    return switch (patience) {
      case Patience.Unlimited _ -> false;
      case Patience.Grace(Duration time) when time.isZero() -> {
        dismissal = why;
        yield true;
      }
      case Patience.Grace(Duration time) -> {
        var departure = new Departure(why);
        latest = departure;
        grace = timer.after(time, () -> graceIsOver(departure));
        yield false;
      }
    };
  }

  private void graceIsOver(Departure departure) {
    synchronized (this) {
      // Someone may have come back, and left again, while this thread was on its way.
      if (latest != departure) {
        return;
      }
      dismissal = departure.why;
      endGrace();
    }
    run.cancel();
  }

  /** Cancels the run, whoever reads it; of several reasons the first counts. */
  void dismiss(Failure why) {
    synchronized (this) {
      if (dismissal != null || over) {
        return;
      }
      dismissal = why;
      endGrace();
    }
    run.cancel();
  }

  synchronized Optional<Failure> dismissal() {
    return Optional.ofNullable(dismissal);
  }

  /** When the last reader will have left for good; empty if one may stay for ever. */
  synchronized Optional<Instant> lastLeaves() {
    if (!(patience instanceof Patience.Grace(Duration time)) || readers.isEmpty()) {
      return Optional.empty();
    }
    Instant last = Instant.MIN;
    for (RunReader reader : readers) {
      Optional<Instant> leaves = reader.deadline();
      if (leaves.isEmpty()) {
        return Optional.empty();
      }
      last = leaves.get().isAfter(last) ? leaves.get() : last;
    }
    return Optional.of(last.plus(time));
  }
}
