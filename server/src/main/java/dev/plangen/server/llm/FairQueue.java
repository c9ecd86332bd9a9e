package dev.plangen.server.llm;

import dev.plangen.server.concurrent.Cancellation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many calls are in flight at once, fairly between tenants and between the runs of each:
 * every run waits in a lane of its own. A slot that becomes free goes to the waiting tenant that
 * holds fewest, of equal ones to the next in turn; of its lanes to the next in turn, and within the
 * lane to whoever has waited longest. So a small run that arrives behind a large one does not wait
 * for the end of it, and a tenant with one run, or with short calls, has as many slots as one with
 * hundreds, or with long ones.
 *
 * <p>A slot is handed from one call to the next and never lies free while somebody waits. Lanes
 * without waiters, and tenants without slots or such lanes, are not known to the queue.
 * Thread-safe.
 */
public final class FairQueue {

  private final int slots;

  /**
   * All guarded by this, as are the waiters of each lane. A slot is free only if nobody waits;
   * exactly the tenants with waiters are in {@code waitingTenants}, and exactly the lanes with
   * waiters in those.
   */
  private final Map<String, Tenant> tenants = new HashMap<>();

  private final NavigableSet<Tenant> waitingTenants =
      new TreeSet<>(
          Comparator.<Tenant>comparingInt(tenant -> tenant.inFlight)
              .thenComparingLong(tenant -> tenant.turn));

  private long turns;
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
    return waitingTenants.size();
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
        passOn(tenant);
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
        Tenant own = tenants.computeIfAbsent(tenant, Tenant::new);
        if (inFlight < slots) {
          inFlight++;
          own.inFlight++;
          return null;
        }
        var waiter = new Waiter();
        waiters.add(waiter);
        waiting++;
        if (own.lanes.isEmpty()) {
          own.turn = ++turns;
        }
        own.lanes.add(this);
        waitingTenants.add(own);
        return waiter;
      }
    }

    /** Does nothing to one that has been given a slot: it passes that on itself. */
    private void leave(Waiter waiter) {
      synchronized (FairQueue.this) {
        if (waiters.remove(waiter)) {
          waiting--;
          if (waiters.isEmpty()) {
            Tenant own = Objects.requireNonNull(tenants.get(tenant));
            waitingTenants.remove(own);
            own.lanes.remove(this);
            settle(own);
          }
        }
      }
      waiter.woken.countDown();
    }
  }

  private void passOn(String holder) {
    Waiter next;
    synchronized (this) {
      Tenant from = Objects.requireNonNull(tenants.get(holder));
      waitingTenants.remove(from);
      from.inFlight--;
      settle(from);
      if (waitingTenants.isEmpty()) {
        inFlight--;
        return;
      }
      Tenant to = waitingTenants.removeFirst();
      to.inFlight++;
      to.turn = ++turns;
      Lane lane = to.lanes.removeFirst();
      next = lane.waiters.removeFirst();
      next.hasSlot = true;
      waiting--;
      if (!lane.waiters.isEmpty()) {
        to.lanes.addLast(lane);
      }
      settle(to);
    }
    next.woken.countDown();
  }

  /** Puts a tenant that was taken out, because its place was to change, where it belongs now. */
  private void settle(Tenant tenant) {
    if (!tenant.lanes.isEmpty()) {
      waitingTenants.add(tenant);
    } else if (tenant.inFlight == 0) {
      tenants.remove(tenant.name);
    }
  }

  private synchronized boolean hasSlot(Waiter waiter) {
    return waiter.hasSlot;
  }

  /** One that holds slots or waits for them. All guarded by the queue. */
  private static final class Tenant {
    final String name;
    final SequencedSet<Lane> lanes = new LinkedHashSet<>();
    int inFlight;

    /** When it was last given a slot, or came to wait; of those that wait each has its own. */
    long turn;

    Tenant(String name) {
      this.name = name;
    }
  }

  private static final class Waiter {
    final CountDownLatch woken = new CountDownLatch(1);

    /** Guarded by the queue. */
    boolean hasSlot;
  }
}
