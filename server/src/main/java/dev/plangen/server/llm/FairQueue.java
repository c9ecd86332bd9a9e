package dev.plangen.server.llm;

import dev.plangen.server.concurrent.Cancellation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many calls are in flight at once, fairly between tenants and between the runs of each:
 * every run waits in a lane of its own. A slot that becomes free goes to the next tenant in turn,
 * of its lanes to the next in turn, and within the lane to whoever has waited longest. So a small
 * run that arrives behind a large one does not wait for the end of it, and a tenant with one run
 * has as many turns as one with hundreds.
 *
 * <p>A slot is handed from one call to the next and never lies free while somebody waits: nobody
 * overtakes. Lanes without waiters, and tenants without such lanes, are not known to the queue.
 * Thread-safe.
 */
public final class FairQueue {

  private final int slots;

  /**
   * All guarded by this, as are the waiters of each lane. A slot is free only if nobody waits, and
   * exactly the lanes with waiters are in {@code turns}, under their tenants.
   */
  private final SequencedMap<String, SequencedSet<Lane>> turns = new LinkedHashMap<>();

  private int inFlight;
  private int waiting;

  /**
   * @param slots the most calls in flight, 1 or more
   */
  public FairQueue(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("the slots are " + slots + ", fewer than 1");
    }
    this.slots = slots;
  }

  /** One in which nobody ever waits. */
  public static FairQueue unlimited() {
    return new FairQueue(Integer.MAX_VALUE);
  }

  /** For one run of this tenant. */
  public Lane lane(String tenant) {
    return new Lane(tenant);
  }

  /** The most calls in flight; {@code Integer.MAX_VALUE} if there is no limit. */
  public int slots() {
    return slots;
  }

  /** Calls that hold a slot. */
  public synchronized int inFlight() {
    return inFlight;
  }

  /** Calls that wait for one. */
  public synchronized int waiting() {
    return waiting;
  }

  /** Tenants with calls that wait for one. */
  public synchronized int tenantsWaiting() {
    return turns.size();
  }

  /** Where the calls of one run wait. Thread-safe. */
  public final class Lane {

    private final String tenant;
    private final SequencedSet<Waiter> waiters = new LinkedHashSet<>();

    private Lane(String tenant) {
      this.tenant = tenant;
    }

    /**
     * Makes {@code call} as soon as it has a slot, which it holds until it ends, however it ends.
     *
     * @throws CancellationException if {@code cancellation} was cancelled before the call began; or
     *     the thread was interrupted, which stays set
     */
    public <T> T call(Cancellation cancellation, Supplier<T> call) {
      takeSlot(cancellation);
      try {
        // A slot that was handed over at the very moment of the cancel is passed on unused.
        cancellation.throwIfCancelled();
        return call.get();
      } finally {
        passOn();
      }
    }

    private void takeSlot(Cancellation cancellation) {
      Waiter waiter = takeFreeSlotOrWait();
      if (waiter == null) {
        return;
      }
      try (Cancellation.Registration _ = cancellation.onCancel(() -> leave(waiter))) {
        waiter.woken.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        leave(waiter);
      }
      if (!hasSlot(waiter)) {
        throw new CancellationException("ended while it waited for a slot");
      }
    }

    /** Null if a slot was free. */
    private @Nullable Waiter takeFreeSlotOrWait() {
      synchronized (FairQueue.this) {
        if (inFlight < slots) {
          inFlight++;
          return null;
        }
        var waiter = new Waiter();
        waiters.add(waiter);
        waiting++;
        turns.computeIfAbsent(tenant, _ -> new LinkedHashSet<>()).add(this);
        return waiter;
      }
    }

    /** Does nothing to one that has been given a slot: it passes that on itself. */
    private void leave(Waiter waiter) {
      synchronized (FairQueue.this) {
        if (waiters.remove(waiter)) {
          waiting--;
          if (waiters.isEmpty()) {
            turns.computeIfPresent(
                tenant, (_, lanes) -> lanes.remove(this) && lanes.isEmpty() ? null : lanes);
          }
        }
      }
      waiter.woken.countDown();
    }
  }

  private void passOn() {
    Waiter next;
    synchronized (this) {
      if (turns.isEmpty()) {
        inFlight--;
        return;
      }
      Map.Entry<String, SequencedSet<Lane>> tenant = turns.pollFirstEntry();
      SequencedSet<Lane> lanes = tenant.getValue();
      Lane lane = lanes.removeFirst();
      next = lane.waiters.removeFirst();
      next.hasSlot = true;
      waiting--;
      if (!lane.waiters.isEmpty()) {
        lanes.addLast(lane);
      }
      if (!lanes.isEmpty()) {
        turns.putLast(tenant.getKey(), lanes);
      }
    }
    next.woken.countDown();
  }

  private synchronized boolean hasSlot(Waiter waiter) {
    return waiter.hasSlot;
  }

  private static final class Waiter {
    final CountDownLatch woken = new CountDownLatch(1);

    /** Guarded by the queue. */
    boolean hasSlot;
  }
}
