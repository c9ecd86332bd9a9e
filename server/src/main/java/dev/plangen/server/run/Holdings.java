package dev.plangen.server.run;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What tenants hold of something that there is only so much of. Where there is too much, the oldest
 * goes of whoever holds most, so that nobody's share depends on how busy others are. Not
 * thread-safe.
 */
final class Holdings<T> {

  private final Comparator<? super T> age;
  private final Map<String, Holder<T>> holders = new HashMap<>();

  /** Of those who hold equally much, who has held for longest is last. */
  private final NavigableSet<Holder<T>> smallestFirst;

  private long size;

  /**
   * @param age the older the less; equal only if they are the same
   */
  Holdings(Comparator<? super T> age) {
    this.age = age;
    this.smallestFirst =
        new TreeSet<>(
            Comparator.<Holder<T>>comparingLong(holder -> holder.size)
                .thenComparing(holder -> holder.held.first(), age.reversed()));
  }

  private static final class Holder<T> {
    final NavigableSet<T> held;
    long size;

    Holder(Comparator<? super T> age) {
      this.held = new TreeSet<>(age);
    }
  }

  void add(String tenant, T thing, long weight) {
    Holder<T> holder = holders.computeIfAbsent(tenant, _ -> new Holder<>(age));
    take(holder);
    holder.held.add(thing);
    holder.size += weight;
    size += weight;
    smallestFirst.add(holder);
  }

  void remove(String tenant, T thing, long weight) {
    Holder<T> holder = holders.get(tenant);
    if (holder == null || !holder.held.contains(thing)) {
      return;
    }
    take(holder);
    holder.held.remove(thing);
    holder.size -= weight;
    size -= weight;
    if (holder.held.isEmpty()) {
      holders.remove(tenant);
    } else {
      smallestFirst.add(holder);
    }
  }

  /** Its place depends on what is about to change. */
  private void take(Holder<T> holder) {
    if (!holder.held.isEmpty()) {
      smallestFirst.remove(holder);
    }
  }

  /** Of all tenants. */
  long size() {
    return size;
  }

  /** The oldest of the tenant that holds most; there must be one. */
  T oldestOfLargest() {
    return smallestFirst.last().held.first();
  }
}
