package dev.plangen.server.run;

import dev.plangen.server.concurrent.Alarm;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs, finds them again, and forgets them. All jobs are runs and count as such; only solves
 * can be come back to. Thread-safe.
 */
public final class Runs {

  /** How many runs are looked up at once for a list, while everybody else waits. */
  private static final int CHUNK = 256;

  /** How long cancelled runs may take to end. */
  private static final Duration ENDING = Duration.ofSeconds(5);

  private final RunObserver observer;
  private final RunLimits limits;
  private final TenantLedger ledger;
  private final RunIds ids = new RunIds();

  /** All guarded by this, which is notified when a run ends. */
  private final Set<Run> live = new HashSet<>();

  /** Runs that count against the limit; they end a little before their threads do. */
  private int permitsTaken;

  private final Registry registry;
  private @Nullable Alarm expiry;
  private boolean draining;

  public Runs(RunObserver observer, RunLimits limits, Retention retention, TenantLedger ledger) {
    this.observer = observer;
    this.limits = limits;
    this.registry = new Registry(retention);
    this.ledger = ledger;
  }

  /**
   * Reads the run that does this job: one that is there already, if the submission has the name of
   * one that can be joined, or else a new one.
   *
   * @param offer what the submission was held against, and a new run works with
   * @param deadline when the caller will leave
   * @throws FailureException with {@code ServerDraining}, {@code ServerOverloaded}, {@code
   *     QuotaExceeded}, {@code RequestIdReused}; or with {@code UnknownRun} or {@code RunExpired}
   *     of the base
   */
  public RunReader start(
      Submission submission, Offers.Hold offer, Optional<Instant> deadline, ReaderOptions options) {
    Optional<Heritage> inherited = copyOfBase(submission);
    Run run;
    RunReader reader;
    synchronized (this) {
      Optional<Run> earlier = registry.sameIntent(submission);
      Optional<RunReader> joined =
          earlier.flatMap(old -> old.join(submission.patience(), deadline, options));
      if (joined.isPresent()) {
        return joined.get();
      }
      run = admit(submission, offer, earlier, inherited);
      reader = run.watch(0, deadline, options);
    }
    begin(run);
    return reader;
  }

  /** Does this job without a reader, by a run that is there already or a new one, as above. */
  public RunSnapshot submit(Submission submission, Offers.Hold offer) {
    Optional<Heritage> inherited = copyOfBase(submission);
    Run run;
    RunSnapshot begun;
    synchronized (this) {
      Optional<Run> earlier = registry.sameIntent(submission);
      if (earlier.isPresent() && earlier.get().join(submission.patience())) {
        return earlier.get().snapshot();
      }
      run = admit(submission, offer, earlier, inherited);
      // Still under the lock: afterwards it may be deleted.
      begun = run.snapshot();
    }
    begin(run);
    return begun;
  }

  /** Before the lock is taken that all starts need: a base may be long. */
  private Optional<Heritage> copyOfBase(Submission submission) {
    return submission
        .base()
        .flatMap(id -> find(submission.caller(), new RunName.Id(id)))
        .map(Heritage::of);
  }

  private synchronized Optional<Run> find(Caller caller, RunName name) {
    return registry.find(caller, name);
  }

  private Run admit(
      Submission submission,
      Offers.Hold offer,
      Optional<Run> failed,
      Optional<Heritage> inherited) {
    if (draining) {
      throw new FailureException(new Failure.ServerDraining());
    }
    if (permitsTaken >= limits.liveRuns()) {
      throw new FailureException(new Failure.ServerOverloaded());
    }
    String tenant = submission.caller().tenant();
    ledger.require(tenant);
    Heritage heritage =
        failed
            .map(Heritage::ofFailed)
            .or(() -> submission.base().map(id -> ofBase(submission.caller(), id, inherited)))
            .orElse(Heritage.NONE);
    var info = new RunInfo(ids.next(), submission, Instant.now());
    // First: what is not this room's may throw, and then nothing has been taken yet.
    RunWatch watch = observer.begins(info, offer.catalog().models()::kind);
    var run =
        new Run(
            info,
            offer.again(),
            limits,
            heritage,
            tokens -> ledger.used(tenant, tokens),
            watch,
            () -> returnPermit(tenant));
    permitsTaken++;
    ledger.began(tenant);
    live.add(run);
    if (submission.job() instanceof Job.Solve) {
      registry.add(run);
    }
    return run;
  }

  /** Before the caller can know of the end: it may start the next run at once. */
  private synchronized void returnPermit(String tenant) {
    permitsTaken--;
    ledger.ended(tenant);
  }

  /**
   * Of a base that is deleted at the same time, whoever comes first to the lock decides: now it is
   * there, so all of it was there when it was copied, and a deletion that follows changes nothing.
   */
  private Heritage ofBase(Caller caller, String id, Optional<Heritage> copied) {
    Run base = registry.require(caller, new RunName.Id(id));
    return copied.orElseGet(() -> Heritage.of(base));
  }

  private void begin(Run run) {
    Thread.ofVirtual().name("run-" + run.info().id()).start(() -> perform(run));
  }

  private void perform(Run run) {
    try {
      run.perform();
    } finally {
      synchronized (this) {
        live.remove(run);
        run.log().end().ifPresent(end -> registry.ended(run, end.time(), Instant.now()));
        watchExpiry();
        notifyAll();
      }
    }
  }

  /** Runs expire by themselves, so that nothing is held longer than was configured. */
  private void watchExpiry() {
    if (expiry == null) {
      expiry =
          registry
              .nextExpiry()
              .map(at -> Alarm.after(Duration.between(Instant.now(), at), this::expire))
              .orElse(null);
    }
  }

  private synchronized void expire() {
    expiry = null;
    registry.expire(Instant.now());
    watchExpiry();
  }

  /**
   * A run as it stands.
   *
   * @throws FailureException with {@code UnknownRun} or {@code RunExpired}
   */
  public RunSnapshot get(Caller caller, RunName name) {
    return snapshot(require(caller, name), name);
  }

  /** A run may be deleted between being found and being looked at. */
  private static RunSnapshot snapshot(Run run, RunName name) {
    return run.snapshotUnlessForgotten()
        .orElseThrow(() -> new FailureException(new Failure.UnknownRun(name.text())));
  }

  /**
   * Reads a run from the entry after {@code after} on.
   *
   * @throws FailureException with {@code UnknownRun} or {@code RunExpired}; with {@code
   *     InvalidRequest} if there is no such entry yet
   */
  public RunReader watch(
      Caller caller, RunName name, long after, Optional<Instant> deadline, ReaderOptions options) {
    Run run = require(caller, name);
    long last = snapshot(run, name).lastSequence();
    if (after > last) {
      throw new FailureException(
          Failure.InvalidRequest.of(
              "after_sequence", "must be at most " + last + ", the run's last, and is " + after));
    }
    run.joined();
    return run.watch(after, deadline, options);
  }

  /**
   * Runs of this caller, the newest first.
   *
   * @param before only runs older than that of this id
   * @param most 1 or more
   */
  public List<RunSnapshot> list(
      Caller caller, RunFilter filter, Optional<String> before, int most) {
    List<RunSnapshot> found = new ArrayList<>();
    Optional<String> passed = before;
    List<Run> chunk;
    do {
      chunk = newestFirst(passed);
      chunk.stream()
          .filter(run -> run.info().caller().tenant().equals(caller.tenant()))
          .map(Run::snapshotUnlessForgotten)
          .flatMap(Optional::stream)
          .filter(filter::accepts)
          .limit(most - found.size())
          .forEach(found::add);
      passed = chunk.isEmpty() ? passed : Optional.of(chunk.getLast().info().id());
    } while (chunk.size() == CHUNK && found.size() < most);
    return List.copyOf(found);
  }

  /** The runs that live, of all tenants, the oldest first. */
  public List<RunSnapshot> live() {
    List<Run> now;
    synchronized (this) {
      now = List.copyOf(live);
    }
    return now.stream()
        .map(Run::snapshotUnlessForgotten)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(run -> run.info().id()))
        .toList();
  }

  private synchronized List<Run> newestFirst(Optional<String> before) {
    return registry.newestFirst(before, CHUNK);
  }

  /**
   * Cancels a run that lives.
   *
   * @throws FailureException with {@code UnknownRun} or {@code RunExpired}
   */
  public RunSnapshot cancel(Caller caller, RunName name) {
    Run run = require(caller, name);
    run.endEarly(new Failure.Cancelled());
    return snapshot(run, name);
  }

  /**
   * Forgets a run, cancelling it if it lives.
   *
   * @throws FailureException with {@code UnknownRun} or {@code RunExpired}
   */
  public void delete(Caller caller, String id) {
    Run run;
    synchronized (this) {
      run = registry.require(caller, new RunName.Id(id));
      registry.remove(run);
    }
    // First, so that its readers are told of the deletion and not of the cancel.
    run.log().forget();
    run.endEarly(new Failure.Cancelled());
  }

  private synchronized Run require(Caller caller, RunName name) {
    return registry.require(caller, name);
  }

  /** How much there is. */
  public synchronized Census census() {
    return new Census(permitsTaken, live.size(), registry.keptRuns(), registry.keptBytes());
  }

  /** How much tenants use of their quotas. */
  public QuotaUse quotas() {
    return ledger.use();
  }

  /**
   * Refuses new runs, lets the live ones end within {@code grace}, then ends the others with {@code
   * ServerDraining} and waits until they have ended, which takes milliseconds; but not for ever.
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
    awaitNoneLive(ENDING);
  }

  private synchronized void awaitNoneLive(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); !live.isEmpty() && left > 0; left = end - System.nanoTime()) {
      // Rounded up: wait(0) would wait for ever.
      wait(left / 1_000_000 + 1);
    }
  }
}
