package dev.plangen.server.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The connections of a crowd. Thread-safe. */
final class Lines implements AutoCloseable {

  private final int port;

  /** Guarded by this, as is the other. */
  private final List<Line> lines = new ArrayList<>();

  /** Shut down, with calls that may go on. */
  private final List<Line> retired = new ArrayList<>();

  Lines(int port, int count) {
    this.port = port;
    for (int i = 0; i < count; i++) {
      lines.add(open(i));
    }
  }

  private Line open(int number) {
    return number % 3 == 0 ? Line.direct(port) : Line.relayed(port);
  }

  synchronized Line any(Random random) {
    return lines.get(random.nextInt(lines.size()));
  }

  /** Does harm to one. Returns what was done. */
  String sabotage(Random random) {
    int number;
    Line victim;
    List<Line> old;
    synchronized (this) {
      number = random.nextInt(lines.size());
      victim = lines.get(number);
      old = List.copyOf(retired);
      retired.clear();
    }
    for (Line line : old) {
      line.close();
    }
    if (random.nextInt(3) == 0) {
      replace(number, victim);
      victim.shutDown();
      return "channels shut down";
    }
    boolean ofUse = victim.cut();
    if (!ofUse || random.nextBoolean()) {
      replace(number, victim);
    }
    return ofUse ? "connections reset" : "channels shut down now";
  }

  private synchronized void replace(int number, Line old) {
    lines.set(number, open(number));
    retired.add(old);
  }

  @Override
  public void close() {
    List<Line> all;
    synchronized (this) {
      all = new ArrayList<>(lines);
      all.addAll(retired);
    }
    for (Line line : all) {
      line.close();
    }
  }
}
