package dev.plangen.server.llm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure.BudgetExhausted;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Repeats calls that failed for a reason that may pass, with exponential back-off and full jitter
 * on top of what the provider asks to wait, as far as the model's retry budget allows. A repeated
 * call begins its text anew. Never starts a wait that the deadline leaves no time for. The last
 * failure is the one that is thrown; if the run's budget does not pay for one more attempt, that is
 * the model's failure before it. Thread-safe if the delegate is.
 */
public final class RetryingModel implements LanguageModel {

  private final LanguageModel delegate;
  private final RetryPolicy policy;
  private final RetryBudget budget;

  /**
   * @param budget that of the model, whoever calls it
   */
  public RetryingModel(LanguageModel delegate, RetryPolicy policy, RetryBudget budget) {
    this.delegate = delegate;
    this.policy = policy;
    this.budget = budget;
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return delegate.unsupported();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    @Nullable FailureException before = null;
    for (int attempt = 1; ; attempt++) {
      try {
        Completion completion = delegate.generate(prompt, options, sink, cancellation);
        ended(attempt);
        return completion;
      } catch (FailureException thrown) {
        cancellation.throwIfCancelled();
        sink.failed(thrown.failure());
        if (before != null && thrown.failure() instanceof BudgetExhausted) {
          throw before;
        }
        ended(attempt);
        Duration wait = waitAfter(thrown, attempt).orElseThrow(() -> thrown);
        // The budget is asked before the wait: afterwards all that failed would wait for nothing,
        // and those that were allowed would have been decided by chance. A retry that is cancelled
        // meanwhile stays counted, which errs on the provider's side.
        if (!cancellation.leavesTimeFor(wait) || !budget.tryRetry() || !cancellation.pause(wait)) {
          throw thrown;
        }
        before = thrown;
      }
    }
  }

  private void ended(int attempt) {
    if (attempt == 1) {
      budget.countCall();
    }
  }

  /** Empty if the call is not to be repeated. */
  private Optional<Duration> waitAfter(FailureException thrown, int attempt) {
    if (!(thrown.failure() instanceof ModelFailed failed)
        || !failed.kind().isTransient()
        || attempt >= policy.maxAttempts()) {
      return Optional.empty();
    }
    Duration asked = failed.retryDelay().orElse(Duration.ZERO);
    if (asked.compareTo(policy.maxRetryAfter()) > 0) {
      return Optional.empty();
    }
    long longest = policy.longestDelay(attempt).toNanos();
    // Added to what was asked for: many calls are told the same moment to come back.
    return Optional.of(asked.plusNanos(ThreadLocalRandom.current().nextLong(longest + 1)));
  }
}
