package dev.plangen.server.run;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.llm.Models;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts runs and knows those that are live. Thread-safe. */
public final class Runs {

  private final Models models;
  private final RunObserver observer;
  private final RunIds ids = new RunIds();

  /** Both guarded by this, which is notified when a run ends. */
  private final Set<Run> live = new HashSet<>();

  private boolean draining;

  public Runs(Models models, RunObserver observer) {
    this.models = models;
    this.observer = observer;
  }

  /**
   * Starts a run and returns its first reader. The run ends early when its last reader leaves.
   *
   * @param deadline of the caller, after which no model call is waited for
   * @throws FailureException with {@code ServerDraining} if the server is shutting down
   */
  public RunReader start(
      Caller caller, Job job, Optional<Instant> deadline, ReaderOptions options) {
    var run =
        new Run(new RunInfo(ids.next(), caller, job, Instant.now()), models, List.of(), deadline);
    synchronized (this) {
      if (draining) {
        throw new FailureException(new Failure.ServerDraining());
      }
      live.add(run);
    }
    RunReader reader = run.read(options);
    Thread.ofVirtual().name("run-" + run.info().id()).start(() -> perform(run));
    return reader;
  }

  private void perform(Run run) {
    try {
      run.perform(observer);
    } finally {
      synchronized (this) {
        live.remove(run);
        notifyAll();
      }
    }
  }

  /**
   * Refuses new runs, lets the live ones end within {@code grace}, then ends the others with {@code
   * ServerDraining} and waits for them as long again.
   */
  public void drain(Duration grace) throws InterruptedException {
    synchronized (this) {
      draining = true;
    }
    awaitNoneLive(grace);
    List<Run> rest;
    synchronized (this) {
      rest = List.copyOf(live);
    }
    rest.forEach(run -> run.endEarly(new Failure.ServerDraining()));
    awaitNoneLive(grace);
  }

  private synchronized void awaitNoneLive(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); !live.isEmpty() && left > 0; left = end - System.nanoTime()) {
      // Rounded up: wait(0) would wait for ever.
      wait(left / 1_000_000 + 1);
    }
  }
}
