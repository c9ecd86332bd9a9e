package dev.plangen.server.testing;

import dev.plangen.server.llm.TextSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a model wrote since it last began. May be read by any thread. */
public final class RecordingSink implements TextSink {

  private final AtomicInteger begun = new AtomicInteger();
  private final List<String> pieces = new CopyOnWriteArrayList<>();

  @Override
  public void begin() {
    begun.incrementAndGet();
    pieces.clear();
  }

  @Override
  public void append(String piece) {
    pieces.add(piece);
  }

  /** How many requests were announced. */
  public int begun() {
    return begun.get();
  }

  public List<String> pieces() {
    return List.copyOf(pieces);
  }

  public String text() {
    return String.join("", pieces);
  }
}
