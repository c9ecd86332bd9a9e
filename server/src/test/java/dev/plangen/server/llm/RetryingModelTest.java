package dev.plangen.server.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.InvalidRequest;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.testing.RecordingSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingModelTest {

  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));
  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "down");
  private static final Failure WAIT_A_MINUTE = limited(Duration.ofMinutes(1));

  private final RecordingSink sink = new RecordingSink();
  private final Cancellation cancellation = Cancellation.create();

  @Test
  void aFailureThatMayPassIsTriedAgainAndTheTextBeginsAnew() {
    var script = new Scripted(DOWN, DOWN);

    Completion completion = generate(retrying(script));

    assertThat(completion.finish()).isEqualTo(FinishCause.STOP);
    assertThat(sink.begun()).isEqualTo(3);
    assertThat(sink.text()).isEqualTo("whole");
  }

  @Test
  void theLastFailureIsThrownWhenTheAttemptsAreUsedUp() {
    Failure last = limited(Duration.ofMillis(1));
    var script = new Scripted(DOWN, DOWN, DOWN, last, DOWN);

    assertFails(retrying(script), last);
    assertThat(sink.begun()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(ModelFailed.Kind.class)
  void onlyTransientKindsAreTriedAgain(ModelFailed.Kind kind) {
    var script = new Scripted(new ModelFailed(kind, "failed"));
    var model = retrying(script);

    if (kind.isTransient()) {
      generate(model);
      assertThat(sink.begun()).isEqualTo(2);
    } else {
      assertFails(model, new ModelFailed(kind, "failed"));
      assertThat(sink.begun()).isEqualTo(1);
    }
  }

  @Test
  void anInvalidRequestIsNotTriedAgain() {
    Failure invalid = InvalidRequest.of("sampling.seed", "is not taken");

    assertFails(retrying(new Scripted(invalid)), invalid);
    assertThat(sink.begun()).isEqualTo(1);
  }

  @Test
  void theProvidersWishIsTheLeastWait() {
    long begun = System.nanoTime();
    generate(retrying(new Scripted(limited(Duration.ofMillis(120)))));

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(120));
  }

  @Test
  void aProviderThatAsksForTooMuchIsNotAskedAgain() {
    Failure hour = limited(Duration.ofHours(1));

    assertFails(retrying(new Scripted(hour)), hour);
    assertThat(sink.begun()).isEqualTo(1);
  }

  @Test
  void noWaitBeginsThatTheDeadlineLeavesNoTimeFor() {
    var soon = Cancellation.create(() -> Optional.of(Instant.now().plusSeconds(30)));

    assertThatThrownBy(() -> generate(retrying(new Scripted(WAIT_A_MINUTE)), soon))
        .satisfies(thrown -> assertThat(failureOf(thrown)).isEqualTo(WAIT_A_MINUTE));
    assertThat(sink.begun()).isEqualTo(1);
  }

  @Test
  void aCancelEndsTheWaitAtOnce() throws Exception {
    var script = new Scripted(WAIT_A_MINUTE);
    CompletableFuture<Completion> result = start(retrying(script)).result();
    script.awaitFailed();

    cancellation.cancel();

    assertThatThrownBy(() -> result.get(2, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
    assertThat(sink.begun()).isEqualTo(1);
  }

  @Test
  void anInterruptEndsTheWaitWithTheLastFailure() throws Exception {
    var script = new Scripted(WAIT_A_MINUTE);
    Running running = start(retrying(script));
    script.awaitFailed();
    running.thread().interrupt();

    assertThatThrownBy(() -> running.result().get(2, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .satisfies(thrown -> assertThat(failureOf(thrown)).isEqualTo(WAIT_A_MINUTE));
  }

  @Test
  void whatTheDelegateDoesNotTakeIsNotTaken() {
    assertThat(retrying(new Scripted()).unsupported()).containsExactly(SamplingParameter.SEED);
  }

  @Test
  void aFailureStandsWhenTheModelsBudgetIsUsedUp() {
    var budget = new RetryBudget(() -> 0);
    var one = new RetryingModel(new Scripted(DOWN, DOWN, DOWN, DOWN), QUICK, budget);
    var other = new RetryingModel(new Scripted(DOWN), QUICK, budget);

    assertFails(one, DOWN);
    assertThat(sink.begun()).isEqualTo(4);
    assertFails(other, DOWN);

    assertThat(sink.begun()).isEqualTo(4 + 1);
  }

  @Test
  void aRetryThatTheRunDoesNotPayForLeavesTheFailureBefore() {
    Failure poor = new Failure.BudgetExhausted("tokens");

    assertFails(retrying(new Scripted(DOWN, poor)), DOWN);
    assertFails(retrying(new Scripted(poor)), poor);
  }

  /** What was not to be repeated anyway costs no permit. */
  @Test
  void aRetryThatTheDeadlineRulesOutIsNotCounted() {
    var budget = new RetryBudget(() -> 0);
    var soon = Cancellation.create(() -> Optional.of(Instant.now().plusSeconds(30)));
    for (int i = 0; i < 5; i++) {
      var model = new RetryingModel(new Scripted(WAIT_A_MINUTE), QUICK, budget);
      assertThatThrownBy(() -> generate(model, soon)).isInstanceOf(FailureException.class);
    }

    generate(new RetryingModel(new Scripted(DOWN, DOWN, DOWN), QUICK, budget));

    assertThat(sink.begun()).isEqualTo(5 + 4);
  }

  private static LanguageModel retrying(LanguageModel model) {
    return new RetryingModel(model, QUICK, new RetryBudget());
  }

  private static Failure limited(Duration retryDelay) {
    return new ModelFailed(ModelFailed.Kind.RATE_LIMITED, "limited", Optional.of(retryDelay));
  }

  private void assertFails(LanguageModel model, Failure failure) {
    assertThatThrownBy(() -> generate(model))
        .satisfies(thrown -> assertThat(failureOf(thrown)).isEqualTo(failure));
  }

  private static Failure failureOf(Throwable thrown) {
    return ((FailureException) thrown).failure();
  }

  private Completion generate(LanguageModel model) {
    return generate(model, cancellation);
  }

  private Completion generate(LanguageModel model, Cancellation limit) {
    return model.generate(
        new Prompt("", "Plan."),
        new GenerationOptions(
            OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), Set.of()),
        sink,
        limit);
  }

  private record Running(Thread thread, CompletableFuture<Completion> result) {}

  private Running start(LanguageModel model) {
    var result = new CompletableFuture<Completion>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    result.complete(generate(model));
                  } catch (Throwable thrown) {
                    result.completeExceptionally(thrown);
                  }
                });
    return new Running(thread, result);
  }

  /** Fails as told, each time in the middle of its text, and then writes a whole one. */
  private static final class Scripted implements LanguageModel {
    private final Queue<Failure> failures;
    private final CountDownLatch failed = new CountDownLatch(1);

    Scripted(Failure... failures) {
      this.failures = new ArrayDeque<>(List.of(failures));
    }

    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
      sink.begin(options);
      Failure failure = failures.poll();
      if (failure != null) {
        sink.append("ha");
        failed.countDown();
        throw new FailureException(failure);
      }
      sink.append("whole");
      return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
    }

    void awaitFailed() throws InterruptedException {
      assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public Set<SamplingParameter> unsupported() {
      return Set.of(SamplingParameter.SEED);
    }
  }
}
