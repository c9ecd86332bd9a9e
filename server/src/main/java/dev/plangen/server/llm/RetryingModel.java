package dev.plangen.server.llm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Repeats calls that failed for a reason that may pass, with exponential back-off and full jitter
 * on top of what the provider asks to wait. A repeated call begins its text anew. Never starts a
 * wait that the deadline leaves no time for. The last failure is the one that is thrown.
 * Thread-safe if the delegate is.
 */
public final class RetryingModel implements LanguageModel {

  private final LanguageModel delegate;
  private final RetryPolicy policy;

  public RetryingModel(LanguageModel delegate, RetryPolicy policy) {
    this.delegate = delegate;
    this.policy = policy;
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return delegate.unsupported();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    for (int attempt = 1; ; attempt++) {
      try {
        return delegate.generate(prompt, options, sink, cancellation);
      } catch (FailureException thrown) {
        cancellation.throwIfCancelled();
        Duration wait = waitAfter(thrown, attempt).orElseThrow(() -> thrown);
        if (!cancellation.leavesTimeFor(wait) || !slept(wait, cancellation)) {
          throw thrown;
        }
      }
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

  /**
   * Whether the wait came to its end. It ends early by an interrupt, which stays set.
   *
   * @throws java.util.concurrent.CancellationException once cancelled
   */
  private static boolean slept(Duration wait, Cancellation cancellation) {
    var cancelled = new CountDownLatch(1);
    try (Cancellation.Registration _ = cancellation.onCancel(cancelled::countDown)) {
      boolean early = cancelled.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      cancellation.throwIfCancelled();
      return !early;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancellation.throwIfCancelled();
      return false;
    }
  }
}
