package dev.plangen.server.testing;

import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.TextSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a model wrote since it last began. May be read by any thread. */
public final class RecordingSink implements TextSink {

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final List<String> pieces = new CopyOnWriteArrayList<>();

  @Override
  public GenerationOptions begin(GenerationOptions wished) {
    begun.incrementAndGet();
    pieces.clear();
    return wished;
  }

  @Override
  public void refused() {
    refusals.incrementAndGet();
  }

  @Override
  public void append(String piece) {
    pieces.add(piece);
  }

  /** How many requests were announced. */
  public int begun() {
    return begun.get();
  }

  /** How many requests were refused, or reached nobody. */
  public int refusals() {
    return refusals.get();
  }

  public List<String> pieces() {
    return List.copyOf(pieces);
  }

  public String text() {
    return String.join("", pieces);
  }
}
