package dev.plangen.server.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.Gate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiModelTest {

  @Test
  void theTextIsWrittenAsItComesWithFinishAndUsage() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.text("A plan in pieces."))) {
      Completion completion = test.generate();

      assertThat(test.sink.pieces()).containsExactly("A pl", "an i", "n pi", "eces", ".");
      assertThat(test.sink.begun()).isEqualTo(1);
      assertThat(completion.finish()).isEqualTo(FinishCause.STOP);
      assertThat(completion.tokens())
          .isEqualTo(
              new TokenCount(
                  OptionalLong.of(100),
                  OptionalLong.of(60),
                  OptionalLong.of(20),
                  OptionalLong.of(5)));
    }
  }

  @Test
  void aPieceIsWrittenBeforeTheNextOneCame() {
    var gate = new Gate();
    try (var test =
        new ModelUnderTest(
            _ -> new ChatAnswer().content("first").hold(gate).content("second").reply())) {
      var pieces = new LinkedBlockingQueue<String>();
      TextSink releasing =
          new TextSink() {
            @Override
            public GenerationOptions begin(GenerationOptions wished) {
              return wished;
            }

            @Override
            public void append(String piece) {
              pieces.add(piece);
              gate.release();
            }
          };
      test.model.generate(
          ModelUnderTest.PROMPT, ModelUnderTest.NO_OPTIONS, releasing, Cancellation.create());

      assertThat(pieces).containsExactly("first", "second");
    }
  }

  @Test
  void theRequestHasMessagesModelKeyAndAsksForUsage() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.text("x"))) {
      test.generate(ModelUnderTest.options(0.7, 1000, 42));

      ChatCall call = test.endpoint.calls().getFirst();
      assertThat(call.path()).isEqualTo("/v1/chat/completions");
      assertThat(call.header("authorization")).isEqualTo("Bearer " + ModelUnderTest.KEY);
      assertThat(call.text("system")).isEqualTo("You plan.");
      assertThat(call.text("user")).isEqualTo("Plan a trip.");
      JsonNode body = call.body();
      assertThat(body.path("model").asText()).isEqualTo("gpt-5-mini");
      assertThat(body.path("stream").asBoolean()).isTrue();
      assertThat(body.path("stream_options").path("include_usage").asBoolean()).isTrue();
      assertThat(body.path("temperature").asDouble()).isEqualTo(0.7);
      assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(1000);
      assertThat(body.has("seed")).as("a seed that the caller did not ask for").isFalse();
      assertThat(body.has("reasoning_effort")).isFalse();
    }
  }

  @Test
  void whatIsNotSetIsNotSent() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.text("x"))) {
      test.model.generate(
          new Prompt("", "Plan."), ModelUnderTest.NO_OPTIONS, test.sink, Cancellation.create());

      ChatCall call = test.endpoint.calls().getFirst();
      assertThat(call.body().path("messages")).hasSize(1);
      assertThat(call.body().fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("model", "messages", "stream", "stream_options");
    }
  }

  @Test
  void settingsAddEffortBodyFieldsAndHeaders() {
    try (var test =
        new ModelUnderTest(
            _ -> ChatAnswer.text("x"),
            s ->
                new OpenAiSettings(
                    s.id(),
                    s.baseUrl(),
                    s.apiKey(),
                    ApiKeyHeader.API_KEY,
                    s.model(),
                    TokenLimitField.MAX_TOKENS,
                    Optional.of("low"),
                    Map.of("provider", Map.of("order", List.of("a", "b"))),
                    Map.of("X-Team", "planning"),
                    Set.of(),
                    s.structuredOutput(),
                    s.timeouts()))) {
      test.generate(ModelUnderTest.options(0.7, 1000, 42));

      ChatCall call = test.endpoint.calls().getFirst();
      assertThat(call.header("api-key")).isEqualTo(ModelUnderTest.KEY);
      assertThat(call.header("authorization")).isEmpty();
      assertThat(call.header("x-team")).isEqualTo("planning");
      assertThat(call.body().path("reasoning_effort").asText()).isEqualTo("low");
      assertThat(call.body().path("max_tokens").asInt()).isEqualTo(1000);
      assertThat(call.body().has("max_completion_tokens")).isFalse();
      assertThat(call.body().path("provider").path("order").path(1).asText()).isEqualTo("b");
    }
  }

  @Test
  void aServerWithoutKeysGetsNone() {
    try (var test =
        new ModelUnderTest(
            _ -> ChatAnswer.text("x"),
            s -> Preset.OLLAMA.settings(s.id(), s.baseUrl(), Optional.empty(), "llama"))) {
      test.generate();

      assertThat(test.endpoint.calls().getFirst().header("authorization")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "stop,STOP",
    "length,LENGTH",
    "content_filter,CONTENT_FILTER",
    "tool_calls,STOP",
    "never_heard_of,STOP"
  })
  void theFinishReasonSaysHowTheTextEnded(String reason, FinishCause cause) {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of("text", 4).finish(reason).reply())) {
      assertThat(test.generate().finish()).isEqualTo(cause);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning_content", "reasoning"})
  void reasoningInAFieldOfItsOwnIsNotText(String field) {
    try (var test =
        new ModelUnderTest(
            _ -> new ChatAnswer().reasoning(field, "Let me think.").content("The plan.").reply())) {
      test.generate();

      assertThat(test.sink.text()).isEqualTo("The plan.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void aThinkBlockIsNotTextHoweverItIsSplit(int chunkSize) {
    String written = "\n<think>\nFirst A, then B.\n</think>\n\nThe plan.";
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of(written, chunkSize).reply())) {
      test.generate();

      assertThat(test.sink.text()).isEqualTo("The plan.");
    }
  }

  @Test
  void aLimitUsedUpByReasoningIsLengthWithoutText() {
    try (var test =
        new ModelUnderTest(
            _ ->
                new ChatAnswer()
                    .reasoning("reasoning_content", "Hmm, ")
                    .content("<think>hmm, hmm")
                    .finish("length")
                    .usage(new ChatAnswer.Usage(10, 0, 50, 50))
                    .reply())) {
      Completion completion = test.generate();

      assertThat(completion.finish()).isEqualTo(FinishCause.LENGTH);
      assertThat(completion.tokens().reasoning()).hasValue(50);
      assertThat(test.sink.pieces()).isEmpty();
    }
  }

  @Test
  void usageThatIsNotReportedIsUnknown() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of("text", 4).withoutUsage().reply())) {
      assertThat(test.generate().tokens()).isEqualTo(TokenCount.UNKNOWN);
    }
  }

  @Test
  void aChunkWithoutChoicesIsNotIndexed() {
    try (var test =
        new ModelUnderTest(
            _ ->
                new ChatAnswer()
                    .raw(ChatAnswer.event("{\"choices\":[]}"))
                    .raw(ChatAnswer.event("{}"))
                    .raw(ChatAnswer.event("{\"choices\":[{}]}"))
                    .raw(ChatAnswer.event("{\"choices\":[{\"delta\":{\"content\":null}}]}"))
                    .raw(ChatAnswer.event("{\"choices\":null,\"usage\":null}"))
                    .raw(": keep-alive\n\n")
                    .content("text")
                    .reply())) {
      test.generate();

      assertThat(test.sink.text()).isEqualTo("text");
    }
  }

  @Test
  void aStreamMayEndWithoutDoneIfItHasAFinishReason() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of("text", 4).withoutDone().reply())) {
      assertThat(test.generate().finish()).isEqualTo(FinishCause.STOP);
      assertThat(test.sink.text()).isEqualTo("text");
    }
  }

  @Test
  void aTextThatIsWholeSurvivesTheLossOfItsUsage() {
    try (var test =
        new ModelUnderTest(
            _ ->
                new ChatAnswer()
                    .raw(
                        ChatAnswer.event(
                            "{\"choices\":[{\"delta\":{\"content\":\"text\"},"
                                + "\"finish_reason\":\"stop\"}]}"))
                    .cut()
                    .reply())) {
      assertThat(test.generate().tokens()).isEqualTo(TokenCount.UNKNOWN);
      assertThat(test.sink.text()).isEqualTo("text");
    }
  }

  @Test
  void charactersSplitBetweenSegmentsArriveWhole() {
    String text = "Zürich → Málaga 東京 🚄";
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of(text, 100).byteByByte().reply())) {
      test.generate();

      assertThat(test.sink.text()).isEqualTo(text);
    }
  }

  @Test
  void whatTheSinkThrowsComesThroughAndClosesTheConnection() {
    try (var test = new ModelUnderTest(_ -> ChatAnswer.of("text", 4).stall().reply())) {
      var refusal = new IllegalStateException("no budget left");
      TextSink refusing =
          new TextSink() {
            @Override
            public GenerationOptions begin(GenerationOptions wished) {
              return wished;
            }

            @Override
            public void append(String piece) {
              throw refusal;
            }
          };
      assertThatThrownBy(
              () ->
                  test.model.generate(
                      ModelUnderTest.PROMPT,
                      ModelUnderTest.NO_OPTIONS,
                      refusing,
                      Cancellation.create()))
          .isSameAs(refusal);
      test.endpoint.calls().getFirst().awaitClosedByClient(ModelUnderTest.LIMIT);
    }
  }
}
