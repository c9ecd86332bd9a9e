package dev.plangen.client;

import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run to its end, whatever becomes of connections, and puts what happens into a mailbox.
 * What the mailbox has no room for is not asked for, so that a slow reader holds up the server's
 * sending, and nothing else.
 *
 * <p>One call after another: the next is opened when the last has ended. Before the first update it
 * is the same request again, which finds its run by its request_id; later, WatchRun after the last
 * update received. If the run is not there any more, it is the request again, and the id of what
 * comes then tells that it is another run.
 *
 * <p>Thread-safe. No lock is held while a call or the mailbox is spoken to: both call back.
 */
final class Follower implements Attempt.Listener<StepUpdate>, Open {

  /** How long one who leaves waits to hear which run is to be cancelled. */
  private static final Duration FOR_AN_ID = Duration.ofSeconds(2);

  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

  private final Calls calls;
  private final Origin origin;
  private final Recovery recovery;
  private final Consumer<Open> onOver;
  private final Duration longestSilence;
  private final Mailbox<SolveEvent> mailbox = new Mailbox<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Room room;

  /** The call that is open; none between two. */
  private @Nullable Attempt<?, StepUpdate> attempt;

  /** Looks after the call that is open, or waits to open the next. */
  private @Nullable Timer timer;

  private @Nullable String runId;

  /** Whether the request is under way, and what run it comes to is not known yet. */
  private boolean asking;

  private boolean opened;
  private boolean receiving;
  private boolean ended;
  private boolean left;
  private boolean over;
  private boolean cancelled;
  private long lastHeard;

  // Touched by what comes of calls only, and so by one thread at a time.
  private final Absence absence = new Absence();
  private Transcript transcript;
  private boolean lost;
  private boolean isResume;
  private boolean heard;
  private Optional<Duration> again = Optional.empty();

  /**
   * @param prefetch how many updates wait for their reader at the most
   * @param onOver called once, when no call is open and none will be
   */
  Follower(Calls calls, Origin origin, Recovery recovery, int prefetch, Consumer<Open> onOver) {
    this.calls = calls;
    this.origin = origin;
    this.recovery = recovery;
    this.room = new Room(prefetch);
    this.onOver = onOver;
    this.transcript = new Transcript(origin.begin());
    this.longestSilence = longestSilence(origin.options());
  }

  /** Three heartbeats, but time enough to connect. What is no interval, the server refuses. */
  private static Duration longestSilence(StreamOptions options) {
    Duration interval = StatusDetails.toJavaTime(options.getHeartbeatInterval());
    if (interval.isNegative() || interval.compareTo(LONGEST_INTERVAL) > 0) {
      return LONGEST_INTERVAL;
    }
    Duration three = interval.multipliedBy(3);
    return three.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : three;
  }

  Mailbox<SolveEvent> mailbox() {
    return mailbox;
  }

  /** The run that is followed, once that is known. */
  Optional<String> runId() {
    lock.lock();
    try {
      return Optional.ofNullable(runId);
    } finally {
      lock.unlock();
    }
  }

  /** Opens the next call, the first one too. */
  void open() {
    Attempt<?, StepUpdate> next;
    lock.lock();
    try {
      if (left) {
        return;
      }
      Origin from = from();
      next = from.attempt(calls, room.reopen(), new RunIdHeader(this::identified), this);
      attempt = next;
      opened = true;
      asking = from instanceof Origin.Solving;
      isResume = !from.equals(origin);
      heard = false;
      absence.opened();
      lastHeard = System.nanoTime();
      timer = calls.after(longestSilence, () -> listenFor(next));
    } finally {
      lock.unlock();
    }
    next.start();
  }

  /** Where the next call begins. */
  private Origin from() {
    boolean isBegun = transcript.hasBegun() || origin instanceof Origin.Watching;
    return runId == null || lost || !isBegun
        ? origin
        : new Origin.Watching(runId, transcript.sequence(), origin.options());
  }

  /** The call's run has an id, as its headers or its first update tell. */
  private void identified(String id) {
    heard = true;
    Optional<SolveEvent> restarted = Optional.empty();
    Attempt<?, StepUpdate> leaving;
    lock.lock();
    try {
      if (runId != null && !runId.equals(id)) {
        restarted = Optional.of(new SolveEvent.Restarted(runId, id));
        room.added();
        transcript = new Transcript(0);
      }
      runId = id;
      asking = false;
      leaving = left ? attempt : null;
    } finally {
      lock.unlock();
    }
    restarted.ifPresent(mailbox::add);
    if (leaving != null) {
      end(leaving);
    }
  }

  @Override
  public void received(Attempt<?, StepUpdate> from, StepUpdate update) {
    setReceiving(true);
    try {
      receive(from, update);
    } finally {
      setReceiving(false);
    }
  }

  private void receive(Attempt<?, StepUpdate> from, StepUpdate update) {
    identified(update.getRunId());
    lost = false;
    Optional<SolveEvent> event = transcript.add(update);
    if (event.isPresent() || update.getProgress().hasHeartbeat()) {
      recovery.progressed();
    }
    Optional<Outcome> outcome = outcome(update);
    if (outcome.isPresent() && outcome.get() instanceof Failure failure) {
      again = again(failure, absence.explains(update, origin.grace()));
      if (again.isPresent()) {
        event = Optional.empty();
        outcome = Optional.empty();
      }
    }
    absence.received(update);
    deliver(from, event, outcome);
  }

  /** While the reader's own code runs in the thread that receives, nothing can be heard. */
  private void setReceiving(boolean now) {
    lock.lock();
    try {
      receiving = now;
      lastHeard = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Outcome> outcome(StepUpdate update) {
    if (update.hasResult()) {
      return Optional.of(new Outcome.Completed());
    }
    return update.getStatus() == StepStatus.STEP_STATUS_ERROR
        ? Optional.of(Failure.toldBy(update))
        : Optional.empty();
  }

  private Optional<Duration> again(Failure failure, boolean isLeft) {
    return origin instanceof Origin.Solving
        ? recovery.afterTheEnd(failure, isLeft)
        : Optional.empty();
  }

  private void deliver(
      Attempt<?, StepUpdate> from, Optional<SolveEvent> event, Optional<Outcome> outcome) {
    boolean isHidden;
    lock.lock();
    try {
      isHidden = left || event.isEmpty();
      if (!isHidden) {
        room.kept();
      }
      ended = ended || outcome.isPresent();
    } finally {
      lock.unlock();
    }
    if (isHidden) {
      from.request();
    }
    event.ifPresent(mailbox::add);
    outcome.ifPresent(mailbox::end);
  }

  @Override
  public void ended(Failure failure) {
    Optional<Duration> delay = next(failure);
    lock.lock();
    try {
      attempt = null;
      stopTimer();
      if (!left && !ended && delay.isPresent()) {
        timer = calls.after(delay.get(), this::reopen);
        return;
      }
      over = true;
    } finally {
      lock.unlock();
    }
    if (!isRefusal(failure)) {
      cancelRun();
    }
    // Before the reader is told, whose own code may throw.
    onOver.accept(this);
    mailbox.end(outcome(failure));
  }

  private void reopen() {
    calls.reconnect();
    open();
  }

  /** After which time to open the next call; empty if none is worth it. */
  private Optional<Duration> next(Failure failure) {
    Optional<Duration> waiting = again;
    again = Optional.empty();
    if (waiting.isPresent()) {
      lost = true;
      return waiting;
    }
    if (calls.areOver() || isPassed(failure)) {
      return Optional.empty();
    }
    // Of a run that was being read it means that somebody has deleted it, or that it was read too
    // slowly.
    if (isResume && !heard && origin instanceof Origin.Solving && isUnknownRun(failure)) {
      lost = true;
      return recovery.afterLoss();
    }
    return recovery.afterFailure(failure, runId().isPresent() ? patience() : Duration.ZERO);
  }

  private static boolean isUnknownRun(Failure failure) {
    return failure.reason().equals("RUN_NOT_FOUND") || failure.reason().equals("RUN_EXPIRED");
  }

  /** Whether the server has said no, so that there is no run. All else may have left one behind. */
  private boolean isRefusal(Failure failure) {
    return runId().isEmpty()
        && !failure.reason().isEmpty()
        && !failure.reason().equals(PlanGenException.STREAM_BROKEN);
  }

  /** As long as the run is kept for its reader, and as long as any is. */
  private Duration patience() {
    return origin.grace().filter(grace -> grace.compareTo(Origin.GRACE) > 0).orElse(Origin.GRACE);
  }

  private Outcome outcome(Failure failure) {
    return isPassed(failure) ? new Outcome.Completed() : failure;
  }

  /** Whether the watch began behind the run's end, after which there is nothing to tell. */
  private boolean isPassed(Failure failure) {
    return origin instanceof Origin.Watching
        && origin.begin() > 0
        && !transcript.hasBegun()
        && failure.reason().equals(PlanGenException.STREAM_BROKEN);
  }

  /** The reader took an event. */
  void taken() {
    Attempt<?, StepUpdate> from;
    lock.lock();
    try {
      if (!room.expectsUpdates()) {
        // The server was not asked for anything, and so had no cause to be heard.
        lastHeard = System.nanoTime();
      }
      from = room.taken() ? attempt : null;
    } finally {
      lock.unlock();
    }
    if (from != null) {
      from.request();
    }
  }

  /** A server that sends nothing, and no sign of life either, is as good as gone. */
  private void listenFor(Attempt<?, StepUpdate> open) {
    lock.lock();
    try {
      if (attempt != open) {
        return;
      }
      Duration silence = Duration.ofNanos(System.nanoTime() - lastHeard);
      boolean isExpected = room.expectsUpdates() && !receiving;
      if (!isExpected || silence.compareTo(longestSilence) < 0) {
        Duration rest = isExpected ? longestSilence.minus(silence) : longestSilence;
        timer = calls.after(rest, () -> listenFor(open));
        return;
      }
    } finally {
      lock.unlock();
    }
    // The next call must not go the same way.
    calls.abandonConnection();
    open.cancel("nothing was heard of the server");
  }

  /**
   * The reader leaves: it is told nothing more, and a run that was started for it is cancelled.
   * Does nothing to a run that has ended, but drop what was not read of it.
   */
  @Override
  public void leave(Status why) {
    try {
      leave();
    } finally {
      // Last, as the reader's own code may be told by it, and throw.
      mailbox.abandon(Failure.local(why, "", runId()));
    }
  }

  private void leave() {
    Attempt<?, StepUpdate> open;
    boolean isIdentified;
    lock.lock();
    try {
      if (left || ended || over) {
        return;
      }
      left = true;
      open = attempt;
      isIdentified = !asking;
      stopTimer();
      if (open == null) {
        over = true;
      } else {
        timer = calls.after(FOR_AN_ID, () -> end(open));
      }
    } finally {
      lock.unlock();
    }
    if (open == null) {
      cancelRun();
      onOver.accept(this);
    } else if (isIdentified || origin.cancelling(Optional.empty()).isEmpty()) {
      end(open);
    }
    // Otherwise the run is about to exist, and is cancelled as soon as it has an id; cancelled
    // before, it could come into being afterwards.
  }

  private void end(Attempt<?, StepUpdate> open) {
    cancelRun();
    open.cancel("the reader has left");
  }

  private void cancelRun() {
    Optional<CancelRunRequest> request;
    lock.lock();
    try {
      if (!opened || cancelled || ended) {
        return;
      }
      cancelled = true;
      // While a request is under way, its run is the newest that has its request_id.
      request = origin.cancelling(asking ? Optional.empty() : Optional.ofNullable(runId));
    } finally {
      lock.unlock();
    }
    request.ifPresent(calls::cancel);
  }

  /** With the lock held. */
  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
