package dev.plangen.client;

import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what comes into a follower's mailbox to a sink, as much as was asked for, by whichever
 * thread has just made that possible. Thread-safe; the sink is called by one thread at a time.
 */
final class Pump {

  /** Where it goes. */
  interface Sink {
    void next(SolveEvent event);

    /** Nothing follows. */
    void end(Outcome outcome);

    /** {@link #next} threw. Nothing follows. */
    void threw(Throwable thrown);

    /** The sink itself did what it must not. Nothing follows. */
    void misused(IllegalArgumentException how);
  }

  private final Follower follower;
  private final Sink sink;
  private final AtomicLong demand = new AtomicLong();

  /**
   * How many have called {@link #run} since the one that is running began: they are its work. Until
   * the pump is started, there seems to be one that runs.
   */
  private final AtomicInteger rounds = new AtomicInteger(1);

  private volatile @Nullable IllegalArgumentException misuse;
  private volatile boolean finished;

  Pump(Follower follower, Sink sink) {
    this.follower = follower;
    this.sink = sink;
  }

  /**
   * @param events more than zero; Long.MAX_VALUE for all that may come
   */
  void request(long events) {
    demand.accumulateAndGet(
        events, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
    run();
  }

  /** Ends it for what the sink did, and tells it. */
  void reject(IllegalArgumentException how) {
    misuse = how;
    follower.leave(Status.CANCELLED.withDescription(how.getMessage()));
    run();
  }

  /** Nothing more is told, and the sink let go of: Reactive Streams, section 3.13. */
  void stop() {
    finished = true;
    follower.mailbox().onChange(() -> {});
  }

  /** Before this, nothing is handed on. To be called once. */
  void start() {
    if (!finished) {
      follower.mailbox().onChange(this::run);
    }
    work();
  }

  /** Hands on what there is. Called again by the sink, or by another thread, it returns at once. */
  private void run() {
    if (rounds.getAndIncrement() == 0) {
      work();
    }
  }

  private void work() {
    int done = 1;
    while (done > 0) {
      push();
      done = rounds.addAndGet(-done);
    }
  }

  private void push() {
    IllegalArgumentException how = misuse;
    if (how != null && !finished) {
      stop();
      sink.misused(how);
    }
    while (!finished && demand.get() > 0) {
      Optional<SolveEvent> event = follower.mailbox().poll();
      if (event.isEmpty()) {
        break;
      }
      demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
      follower.taken();
      hand(event.get());
    }
    if (!finished) {
      follower.mailbox().end().ifPresent(this::finish);
    }
  }

  private void hand(SolveEvent event) {
    try {
      sink.next(event);
    } catch (Throwable thrown) {
      stop();
      follower.leave(Status.CANCELLED.withDescription("the listener threw"));
      sink.threw(thrown);
    }
  }

  private void finish(Outcome outcome) {
    stop();
    sink.end(outcome);
  }
}
