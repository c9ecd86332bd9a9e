package dev.plangen.server.rpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.plangen.server.domain.Bug;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.run.News;
import dev.plangen.server.run.RunReader;
import dev.plangen.server.run.Wakeup;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a run's news to one caller, on a virtual thread of its own: the only thread that sends on
 * the call. It takes news only when the transport has room, so a slow caller costs no memory; and
 * it leaves the run as soon as the caller is gone.
 */
final class Follower {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  /** By how much a caller's clock may be ahead: connecting and the way here. */
  private static final long LEAD_MILLIS = 250;

  private final RunReader reader;
  private final End end;
  private final Context context;
  private final OptionalLong heartbeatNanos;
  private long lastSent = System.nanoTime();

  private Follower(RunReader reader, End end, Context context, OptionalLong heartbeatNanos) {
    this.reader = reader;
    this.end = end;
    this.context = context;
    this.heartbeatNanos = heartbeatNanos;
  }

  /**
   * Starts to follow, and returns: onReady and onCancel are queued behind the RPC's method, so
   * waiting in it would wait for ever.
   */
  static void start(
      RunReader reader, End end, ServerCallStreamObserver<?> call, OptionalLong heartbeatNanos) {
    Context context = Context.current();
    Wakeup wakeup = reader.wakeup();
    call.setOnReadyHandler(wakeup::wake);
    // Without a handler, onNext throws after a cancel. The context tells of it sooner than the
    // handler.
    call.setOnCancelHandler(wakeup::wake);
    context.addListener(_ -> wakeup.wake(), Runnable::run);
    var follower = new Follower(reader, end, context, heartbeatNanos);
    Thread.ofVirtual().name("reader-" + reader.runId()).start(context.wrap(follower::follow));
  }

  private void follow() {
    try {
      boolean ended = false;
      while (!ended && !context.isCancelled()) {
        ended = step();
      }
    } catch (FailureException e) {
      end.fail(e.failure());
    } catch (Throwable e) {
      // Errors too: a call that nobody closes keeps its caller waiting for ever.
      LOG.error("the reader of run {} failed:{}", reader.runId(), Bug.describe(e));
      abandon();
    } finally {
      reader.leave(whyGone());
    }
  }

  private void abandon() {
    try {
      end.fail(new Failure.Internal());
    } catch (RuntimeException alreadyClosed) {
      // What went wrong, went wrong after the end.
    }
  }

  /** Sends one thing or waits for one. Returns whether it was the last. */
  private boolean step() throws InterruptedException {
    if (!end.isReady()) {
      reader.awaitTransport();
      return false;
    }
    News news = reader.poll();
    if (news == null) {
      awaitNews();
      return false;
    }
    end.send(news);
    lastSent = System.nanoTime();
    return news instanceof News.Logged(var entry) && entry.event() instanceof RunEvent.Terminal;
  }

  private void awaitNews() throws InterruptedException {
    if (heartbeatNanos.isEmpty()) {
      reader.wakeup().awaitNews(Long.MAX_VALUE);
      return;
    }
    long left = heartbeatNanos.getAsLong() - (System.nanoTime() - lastSent);
    if (left > 0) {
      reader.wakeup().awaitNews(left);
    } else {
      end.heartbeat(reader.passed());
      lastSent = System.nanoTime();
    }
  }

  /**
   * A caller whose deadline passes resets the call, and its clock began before its request arrived
   * here: so the reset comes first, when our deadline has almost passed.
   */
  private Failure whyGone() {
    Deadline deadline = context.getDeadline();
    return deadline != null && deadline.timeRemaining(MILLISECONDS) < LEAD_MILLIS
        ? new Failure.DeadlineExceeded()
        : new Failure.Cancelled();
  }
}
