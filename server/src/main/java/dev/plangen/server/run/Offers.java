package dev.plangen.server.run;

import dev.plangen.server.domain.Bug;
import dev.plangen.server.planning.Catalog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offer that new requests are held against, and those before it that live runs began with: a
 * run ends with the models and verifiers that it began with, whatever is offered since.
 * Thread-safe.
 */
public final class Offers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Offers.class);

  /** How often each offer is held; one that is not current and not held is not here. */
  private final Map<Offer, Integer> holds = new HashMap<>();

  private Offer current;

  public Offers(Offer first) {
    this.current = first;
    holds.put(first, 0);
  }

  /** What is offered now. What is open for it may be closed at any time: to use it, hold it. */
  public synchronized Catalog catalog() {
    return current.catalog();
  }

  /** Holds what is offered now. */
  public synchronized Hold hold() {
    return new Hold(current);
  }

  /** Offers something else from now on. */
  public void replace(Offer next) {
    Set<AutoCloseable> unused;
    synchronized (this) {
      Offer before = current;
      current = next;
      holds.putIfAbsent(next, 0);
      unused = dropIfUnused(before);
    }
    close(unused);
  }

  /** Closes what is open for any offer, in use or not. The offers are not to be used afterwards. */
  @Override
  public void close() {
    Set<AutoCloseable> all = new HashSet<>();
    synchronized (this) {
      holds.keySet().forEach(offer -> all.addAll(offer.open()));
    }
    close(all);
  }

  /** Guarded by this. Returns what no offer needs any more. */
  private Set<AutoCloseable> dropIfUnused(Offer offer) {
    if (offer.equals(current) || holds.getOrDefault(offer, 1) > 0) {
      return Set.of();
    }
    holds.remove(offer);
    Set<AutoCloseable> unused = new HashSet<>(offer.open());
    holds.keySet().forEach(other -> unused.removeAll(other.open()));
    return unused;
  }

  /** Without the lock: closing a connection takes its time. */
  private static void close(Set<AutoCloseable> unused) {
    for (AutoCloseable open : unused) {
      try {
        open.close();
      } catch (Exception e) {
        LOG.warn("what is offered no more could not be closed:{}", Bug.describe(e));
      }
    }
  }

  /** Keeps an offer from being closed. For one owner. */
  public final class Hold implements AutoCloseable {

    private final Offer offer;
    private boolean released;

    /** Guarded by the offers, which have it. */
    private Hold(Offer offer) {
      this.offer = offer;
      holds.merge(offer, 1, Integer::sum);
    }

    public Catalog catalog() {
      return offer.catalog();
    }

    /** One more of the same offer, for another owner. */
    Hold again() {
      synchronized (Offers.this) {
        return new Hold(offer);
      }
    }

    @Override
    public void close() {
      Set<AutoCloseable> unused;
      synchronized (Offers.this) {
        if (released) {
          return;
        }
        released = true;
        holds.merge(offer, -1, Integer::sum);
        unused = dropIfUnused(offer);
      }
      Offers.close(unused);
    }
  }
}
