package dev.plangen.examples.benchmark.memory;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Names one constraint, and then waits over each plan until it is cancelled. */
final class WaitingModel implements LanguageModel {

  private final AtomicInteger waiting = new AtomicInteger();

  /** How many plans it waits over. */
  int waiting() {
    return waiting.get();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    sink.begin(options);
    if (prompt.user().endsWith(AnswerFormat.CONSTRAINTS.instruction())) {
      sink.append("- The meeting fits.\n");
      return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
    }
    Thread waiter = Thread.currentThread();
    waiting.incrementAndGet();
    try (Cancellation.Registration _ = cancellation.onCancel(() -> LockSupport.unpark(waiter))) {
      while (true) {
        cancellation.throwIfCancelled();
        LockSupport.park(this);
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return Set.of();
  }
}
