package dev.plangen.server.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Calls that begin when they may and end when a test says so. */
public final class HeldCalls {

  private static final long LIMIT_SECONDS = 10;

  /** One that has begun. */
  public record Call(String name, CountDownLatch mayEnd) {
    public void end() {
      mayEnd.countDown();
    }
  }

  private final BlockingQueue<Call> begun = new LinkedBlockingQueue<>();

  /**
   * A call: returns when the test ends it.
   *
   * @throws CancellationException if interrupted
   */
  public void hold(String name) {
    var call = new Call(name, new CountDownLatch(1));
    begun.add(call);
    try {
      if (!call.mayEnd().await(6 * LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody ended the call " + name);
      }
    } catch (InterruptedException e) {
      throw new CancellationException();
    }
  }

  /** Waits for this many calls to begin, and returns them in that order. */
  public List<Call> next(int count) throws InterruptedException {
    List<Call> next = new ArrayList<>();
    while (next.size() < count) {
      Call call = begun.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionError("only " + next.size() + " of " + count + " calls began");
      }
      next.add(call);
    }
    return next;
  }

  /** Ends these, which all have the same length, and returns those that take their place. */
  public List<Call> nextRound(List<Call> round) throws InterruptedException {
    round.forEach(Call::end);
    return next(round.size());
  }

  /** Calls that have begun and not been asked for. */
  public boolean noneBegun() {
    return begun.isEmpty();
  }
}
