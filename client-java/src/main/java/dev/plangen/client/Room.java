package dev.plangen.client;

/**
 * How many updates may be asked for: those that are under way and those that wait for their reader
 * are {@code prefetch} at the most. Not thread-safe.
 */
final class Room {

  private final int prefetch;
  private int underWay;
  private int waiting;

  Room(int prefetch) {
    this.prefetch = prefetch;
  }

  /** A new call: how many to ask it for. What was asked of an earlier one does not come. */
  int reopen() {
    underWay = Math.max(0, prefetch - waiting);
    return underWay;
  }

  /** One came that was asked for, and waits for its reader. */
  void kept() {
    underWay = Math.max(0, underWay - 1);
    waiting++;
  }

  /** Something waits for its reader that was not asked for. */
  void added() {
    waiting++;
  }

  /** The reader took one. Returns whether another is to be asked for. */
  boolean taken() {
    waiting--;
    if (underWay + waiting >= prefetch) {
      return false;
    }
    underWay++;
    return true;
  }

  /** Whether anything is to be expected of the server. */
  boolean expectsUpdates() {
    return underWay > 0;
  }
}
