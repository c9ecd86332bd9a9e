package dev.plangen.server.llm.openai;

import static dev.plangen.server.llm.openai.ModelUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.RetryingModel;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Retries over the wire. */
class OpenAiRetryTest {

  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));

  @Test
  void aTextThatBrokeOffIsWrittenAnewByTheNextAttempt() {
    try (var test =
        new ModelUnderTest(
            call ->
                switch (call.number()) {
                  case 1 -> Reply.status(503);
                  case 2 -> ChatAnswer.of("half a plan", 4).cut().reply();
                  case 3 -> new Reply.Status(429, Map.of("retry-after-ms", "5"), "{}");
                  default -> ChatAnswer.text("the whole plan");
                })) {
      new RetryingModel(test.model, QUICK, new RetryBudget())
          .generate(
              ModelUnderTest.PROMPT, ModelUnderTest.NO_OPTIONS, test.sink, Cancellation.create());

      assertThat(test.sink.text()).isEqualTo("the whole plan");
      assertThat(test.sink.begun()).isEqualTo(4);
      assertThat(test.endpoint.calls()).hasSize(4);
    }
  }

  /** Without a budget it would see four times the calls. */
  @Test
  void aProviderThatIsDownSeesLittleMoreThanTheCallsThemselves() throws Exception {
    int first = 300;
    try (var test = new ModelUnderTest(_ -> Reply.status(503))) {
      var shared =
          new SharedModel(
              test.model, new FairQueue(64), QUICK, new RetryBudget(), Optional.empty());
      List<CompletableFuture<Completion>> results = new ArrayList<>();
      for (int i = 0; i < first; i++) {
        results.add(
            ModelUnderTest.start(
                shared.forRun("tenant"), new RecordingSink(), Cancellation.create()));
      }

      for (CompletableFuture<Completion> result : results) {
        assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS))
            .hasCauseInstanceOf(FailureException.class);
      }
      assertThat(test.endpoint.calls()).hasSizeBetween(first + first / 10, first * 13 / 10);
      assertThat(shared.queue().inFlight()).isZero();
    }
  }

  @Test
  void aCancelInTheBackOffEndsTheCallAndSendsNothingMore() {
    try (var test =
        new ModelUnderTest(_ -> new Reply.Status(429, Map.of("Retry-After", "30"), "{}"))) {
      var cancellation = Cancellation.create();
      var result =
          ModelUnderTest.start(
              new RetryingModel(test.model, QUICK, new RetryBudget()), test.sink, cancellation);
      test.endpoint.awaitCall(1, LIMIT);
      assertThat(test.endpoint.awaitAllClosed(LIMIT)).isTrue();

      cancellation.cancel();

      assertThatThrownBy(() -> result.get(2, TimeUnit.SECONDS))
          .isInstanceOf(CancellationException.class);
      assertThat(test.endpoint.calls()).hasSize(1);
      assertThat(test.endpoint.inFlight()).isZero();
    }
  }
}
