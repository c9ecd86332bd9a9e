package dev.plangen.server.llm.openai;

import static dev.plangen.server.llm.openai.ModelUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenAiTransportTest {

  private static final int BURST = 200;

  @Test
  void manyCallsAreInFlightAtOnceAndASecondBurstReusesTheirConnections() {
    var first = new Gate();
    var second = new Gate();
    try (var test =
        new ModelUnderTest(
            call ->
                new Reply.Held(call.number() <= BURST ? first : second, ChatAnswer.text("text")))) {
      burst(test, first);
      assertThat(test.endpoint.connections()).isEqualTo(BURST);

      burst(test, second);
      assertThat(test.endpoint.connections()).isEqualTo(BURST);
      assertThat(test.endpoint.maxInFlight()).isEqualTo(BURST);
    }
  }

  private static void burst(ModelUnderTest test, Gate gate) {
    var done = new CompletableFuture<List<String>>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                done.complete(
                    Fanout.map(
                        IntStream.range(0, BURST).boxed().toList(),
                        Cancellation.create(),
                        (_, scope) -> {
                          var sink = new RecordingSink();
                          test.model.generate(
                              ModelUnderTest.PROMPT, ModelUnderTest.NO_OPTIONS, sink, scope);
                          return sink.text();
                        }));
              } catch (Throwable thrown) {
                done.completeExceptionally(thrown);
              }
            });
    test.endpoint.awaitInFlight(BURST, LIMIT);
    gate.release();
    assertThat(done.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join())
        .hasSize(BURST)
        .containsOnly("text");
  }

  @Test
  void aRequestIsNotRepeatedBehindOurBackWhenAPooledConnectionBreaks() {
    try (var test =
        new ModelUnderTest(
            call -> call.number() == 1 ? ChatAnswer.text("text") : new Reply.Reset())) {
      test.generate();

      assertThatThrownBy(test::generate).isInstanceOf(FailureException.class);
      assertThat(test.endpoint.calls()).hasSize(2);
      assertThat(test.endpoint.calls().getLast().connection()).isEqualTo(1);
      assertThat(test.sink.begun()).isEqualTo(2);
    }
  }

  @Test
  void modelsShareTheConnectionsOfTheirEndpoint() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.text("text"))) {
      var other = new OpenAiModel(ModelUnderTest.settings(test.endpoint.baseUrl()), test.transport);
      test.generate();
      other.generate(
          ModelUnderTest.PROMPT, ModelUnderTest.NO_OPTIONS, test.sink, Cancellation.create());

      assertThat(test.endpoint.connections()).isEqualTo(1);
    }
  }
}
