package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.llm.openai.OpenAiTimeouts;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RebuiltTexts;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are unusual and no failure: they reach the caller whole. */
class OddAnswersTest {

  private static final String TEXT = "Montag 9:00 – im Büro ✓ 😀 語.";
  private static final Usage COUNTED =
      Usage.newBuilder()
          .setModelCalls(1)
          .setInputTokens(100)
          .setCachedInputTokens(60)
          .setOutputTokens(20)
          .setReasoningTokens(5)
          .build();
  private static final Usage UNCOUNTED =
      Usage.newBuilder().setModelCalls(1).setCallsWithoutUsage(1).build();

  private static final GenerateRequest GENERATE =
      GenerateRequest.newBuilder().setPrompt("Plan.").build();

  /** Longer than any pause below, shorter than all of them together. */
  private static final Duration STALL = Duration.ofMillis(1500);

  private static final OpenAiTimeouts TIMEOUTS =
      new OpenAiTimeouts(Duration.ofSeconds(10), STALL, Duration.ofMinutes(1));

  record Odd(String name, Supplier<Reply> reply, FinishReason finish, Usage usage) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Odd> answers() {
    return Stream.of(
        whole("byte by byte", () -> ChatAnswer.of(TEXT, 5).byteByByte().reply()),
        whole("character by character", () -> ChatAnswer.of(TEXT, 1).reply()),
        whole("a character in two events", OddAnswersTest::halves),
        whole("slowly", OddAnswersTest::slow),
        whole("without [DONE]", () -> ChatAnswer.of(TEXT, 4).withoutDone().reply()),
        whole("with comments and other events", OddAnswersTest::noisy),
        whole("with chunks without choices", OddAnswersTest::withoutChoices),
        whole("with null and missing fields", OddAnswersTest::withNulls),
        new Odd(
            "no usage",
            () -> ChatAnswer.of(TEXT, 4).withoutUsage().reply(),
            FinishReason.FINISH_REASON_STOP,
            UNCOUNTED),
        new Odd(
            "cut after its finish reason",
            () -> ChatAnswer.of(TEXT, 4).raw(finished()).cut().reply(),
            FinishReason.FINISH_REASON_STOP,
            UNCOUNTED),
        new Odd(
            "length",
            () -> ChatAnswer.of(TEXT, 4).finish("length").reply(),
            FinishReason.FINISH_REASON_LENGTH,
            COUNTED),
        new Odd(
            "content_filter",
            () -> ChatAnswer.of(TEXT, 4).finish("content_filter").reply(),
            FinishReason.FINISH_REASON_CONTENT_FILTER,
            COUNTED));
  }

  private static Odd whole(String name, Supplier<Reply> reply) {
    return new Odd(name, reply, FinishReason.FINISH_REASON_STOP, COUNTED);
  }

  private static Reply halves() {
    int smile = TEXT.indexOf("😀");
    return ChatAnswer.of(TEXT.substring(0, smile), 4)
        .half(TEXT.charAt(smile))
        .half(TEXT.charAt(smile + 1))
        .content(TEXT.substring(smile + 2))
        .reply();
  }

  private static Reply slow() {
    var answer = new ChatAnswer();
    TEXT.codePoints()
        .forEach(c -> answer.content(Character.toString(c)).pause(STALL.dividedBy(20)));
    return answer.reply();
  }

  private static Reply noisy() {
    return new ChatAnswer()
        .raw(": keep-alive\n\n")
        .raw("event: ping\ndata: {}\n\n")
        .raw("id: 7\nretry: 10\n\n")
        .content(TEXT)
        .raw(":\n\n")
        .reply();
  }

  private static Reply withoutChoices() {
    return new ChatAnswer()
        .raw(ChatAnswer.event("{\"choices\":[]}"))
        .content(TEXT)
        .raw(ChatAnswer.event("{\"choices\":[]}"))
        .raw(ChatAnswer.event("{\"id\":\"1\",\"choices\":null}"))
        .reply();
  }

  private static Reply withNulls() {
    return new ChatAnswer()
        .raw(
            ChatAnswer.event(
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}"))
        .raw(ChatAnswer.event("{\"choices\":[{\"delta\":null,\"finish_reason\":null}]}"))
        .raw(ChatAnswer.event("{\"choices\":[{}],\"usage\":null}"))
        .content(TEXT)
        .content("")
        .reply();
  }

  private static String finished() {
    return ChatAnswer.event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anOddAnswerIsTheSameWhole(Odd odd) {
    try (var endpoint = OpenAiEndpoint.start(_ -> odd.reply().get());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES, TIMEOUTS)) {
      var stream = server.generateStream(GENERATE);
      var unary = server.generate(GENERATE).completed().getFirst();
      GenerateChunk last = stream.completed().getLast();
      var texts = new RebuiltTexts();
      stream.messages().forEach(texts::apply);

      assertThat(texts.generated()).isEqualTo(unary.getText()).isEqualTo(TEXT);
      assertThat(last.getFinishReason()).isEqualTo(unary.getFinishReason()).isEqualTo(odd.finish());
      assertThat(last.getUsage()).isEqualTo(unary.getUsage()).isEqualTo(odd.usage());
    }
  }

  @Test
  void anAnswerThatDoesNotEndIsCutOffAtItsBoundAndItsConnectionClosed() {
    int bound = 8192 * TextBounds.BYTES_PER_TOKEN;
    // Of 3 bytes, so that the bound lies within one.
    String piece = "✓".repeat(5_000);
    var answer = new ChatAnswer();
    for (int i = 0; i < 400; i++) {
      answer.content(piece);
    }
    answer.stall();
    var solving = ScriptedProvider.solving().on(AnswerFormat.PLAN, _ -> answer.reply());
    try (var endpoint = OpenAiEndpoint.start(call -> solving.reply(call));
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var stream = server.solveStream(withDeltas());
      List<StepUpdate> updates = stream.completed();
      var texts = new RebuiltTexts();
      updates.forEach(texts::apply);

      List<Solution> plans = updates.getLast().getResult().getSolutionsList();
      assertThat(plans).hasSize(5);
      for (Solution plan : plans) {
        assertThat(plan.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_LENGTH);
        assertThat(plan.getText().getBytes(StandardCharsets.UTF_8).length)
            .isBetween(bound - 3, bound);
        assertThat(plan.getText()).matches("✓*");
        assertThat(texts.solution(plan.getCandidateId())).isEqualTo(plan.getText());
      }
      assertThat(endpoint.awaitAllClosed(Duration.ofSeconds(10))).isTrue();
    }
  }

  private static SolveRequest withDeltas() {
    return SolveRequest.newBuilder()
        .setProblem("Write a lot.")
        .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
        .build();
  }
}
