package dev.plangen.server.llm.openai;

import static dev.plangen.server.llm.openai.ModelUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenAiModelCancelTest {

  /** Far above the few milliseconds it takes, far below what any timeout would take. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  @Test
  void aCancelBeforeTheHeadersClosesTheSocket() {
    try (var test = new ModelUnderTest(_ -> Reply.silence())) {
      var cancellation = Cancellation.create();
      var result = test.start(cancellation);
      ChatCall call = test.endpoint.awaitCall(1, LIMIT);

      long cancelled = System.nanoTime();
      cancellation.cancel();

      assertEndedByCancel(result);
      assertClosed(call, cancelled);
    }
  }

  @Test
  void aCancelInTheStreamClosesTheSocket() {
    var gate = new Gate();
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of("half a plan", 4).hold(gate).reply())) {
      var cancellation = Cancellation.create();
      var result = test.start(cancellation);
      gate.awaitReached(LIMIT);

      long cancelled = System.nanoTime();
      cancellation.cancel();

      assertEndedByCancel(result);
      assertClosed(test.endpoint.calls().getFirst(), cancelled);
    }
  }

  @Test
  void aCancelOfAFanOutClosesEverySocket() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of("half a plan", 4).stall().reply())) {
      var cancellation = Cancellation.create();
      CompletableFuture<List<Completion>> result = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  result.complete(
                      Fanout.map(
                          IntStream.range(0, 50).boxed().toList(),
                          cancellation,
                          (_, scope) ->
                              test.model.generate(
                                  ModelUnderTest.PROMPT,
                                  ModelUnderTest.NO_OPTIONS,
                                  new RecordingSink(),
                                  scope)));
                } catch (Throwable thrown) {
                  result.completeExceptionally(thrown);
                }
              });
      test.endpoint.awaitInFlight(50, LIMIT);

      cancellation.cancel();

      assertThat(test.endpoint.awaitAllClosed(PROMPT)).isTrue();
      assertThatThrownBy(() -> result.get(2, TimeUnit.SECONDS))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void nothingIsSentAfterACancel() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.text("text"))) {
      var cancellation = Cancellation.create();
      cancellation.cancel();

      assertThatThrownBy(
              () ->
                  test.model.generate(
                      ModelUnderTest.PROMPT, ModelUnderTest.NO_OPTIONS, test.sink, cancellation))
          .isInstanceOf(CancellationException.class);
      assertThat(test.sink.begun()).isZero();
      assertThat(test.endpoint.connections()).isZero();
    }
  }

  @Test
  void aCancelAfterTheEndLeavesTheConnectionToOthers() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.text("text"))) {
      var cancellation = Cancellation.create();
      test.model.generate(
          ModelUnderTest.PROMPT, ModelUnderTest.NO_OPTIONS, test.sink, cancellation);
      cancellation.cancel();
      test.generate();

      assertThat(test.endpoint.connections()).isEqualTo(1);
    }
  }

  private static void assertEndedByCancel(CompletableFuture<Completion> result) {
    assertThatThrownBy(() -> result.get(2, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  private static void assertClosed(ChatCall call, long cancelled) {
    long nanos = call.awaitClosedByClient(PROMPT) - cancelled;
    assertThat(nanos).isLessThan(PROMPT.toNanos());
  }
}
