package dev.plangen.server.testing;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import java.util.Set;

/** Lets a test wait until a model has got on with its work. Thread-safe. */
public final class WatchedModel implements LanguageModel {

  private static final long LIMIT_MILLIS = 20_000;

  private final LanguageModel delegate;
  private int inFlight;
  private int ended;

  public WatchedModel(LanguageModel delegate) {
    this.delegate = delegate;
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    count(1, 0);
    try {
      return delegate.generate(prompt, options, sink, cancellation);
    } finally {
      count(-1, 1);
    }
  }

  private synchronized void count(int begun, int finished) {
    inFlight += begun;
    ended += finished;
    notifyAll();
  }

  /** Waits until so many more calls have ended, or until none runs. */
  public synchronized void awaitEnds(int more) throws InterruptedException {
    int until = ended + more;
    long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
    while (ended < until && inFlight > 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(inFlight + " calls do not end");
      }
      wait(left);
    }
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return delegate.unsupported();
  }
}
