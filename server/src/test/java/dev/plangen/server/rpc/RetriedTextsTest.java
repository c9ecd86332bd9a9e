package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.openai.OpenAiTimeouts;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RebuiltTexts;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.TextDelta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that fails at first and succeeds later: its text starts again and is rebuilt right. */
class RetriedTextsTest {

  /** Longer than what follows it in a second attempt, so that a wrong rebuild shows. */
  private static final String HALF = "An answer – viel länger als der zweite ✓✓ – that ends nowhe";

  private static final String WHOLE = "Montag 9:00 – im Büro 😀.";

  /** As often as it takes a reader to see the first attempt, however slow the machine. */
  private static final RetryPolicy ON_AND_ON =
      new RetryPolicy(10_000, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(5));

  private static final OpenAiTimeouts SHORT_STALL =
      new OpenAiTimeouts(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofMinutes(1));

  private static final StreamOptions DELTAS =
      StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true).build();

  /** How a stream breaks. */
  @SuppressWarnings("ImmutableEnumChecker") // they make a reply anew each time
  enum Break {
    CUT(() -> ChatAnswer.of(HALF, 3).cut().reply()),
    RESET(() -> ChatAnswer.of(HALF, 3).reset().reply()),
    RESET_IN_A_CODE_POINT(() -> ChatAnswer.of(HALF, 3).brokenCodePoint("Zoë").reset().reply()),
    CUT_IN_A_CHARACTER(() -> ChatAnswer.of(HALF, 3).half(0xD83D).cut().reply()),
    STALL(() -> ChatAnswer.of(HALF, 3).stall().reply()),
    ERROR_EVENT(() -> ChatAnswer.of(HALF, 3).raw(ChatAnswer.event("{\"error\":{}}")).reply()),
    NO_FINISH(() -> ChatAnswer.of(HALF, 3).withoutFinish().reply());

    final Supplier<Reply> reply;

    Break(Supplier<Reply> reply) {
      this.reply = reply;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTextThatBreaksOffStartsAgainAtZeroInAStreamOfChunks(Break how) throws Exception {
    var seen = new AtomicBoolean();
    OpenAiEndpoint.Behaviour behaviour = _ -> seen.get() ? ChatAnswer.text(WHOLE) : how.reply.get();
    try (var endpoint = OpenAiEndpoint.start(behaviour);
        var server = TestServer.inProcess(endpoint, ON_AND_ON, SHORT_STALL)) {
      var call = server.generateStream(GenerateRequest.newBuilder().setPrompt("Plan.").build());
      var texts = new RebuiltTexts();
      while (!texts.generated().equals(HALF)) {
        texts.apply(call.next());
      }
      seen.set(true);
      List<Long> offsets = new ArrayList<>();
      GenerateChunk chunk = call.next();
      while (!chunk.hasUsage()) {
        offsets.add(chunk.getOffset());
        texts.apply(chunk);
        chunk = call.next();
      }

      assertThat(offsets).contains(0L);
      assertThat(texts.generated()).isEqualTo(WHOLE);
      assertThat(chunk.getUsage().getModelCalls()).isEqualTo(endpoint.calls().size());
      call.completed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTextThatBreaksOffStartsAgainAtZeroInEveryStepOfASolve(Break how) throws Exception {
    for (AnswerFormat format :
        List.of(AnswerFormat.CONSTRAINTS, AnswerFormat.PLAN, AnswerFormat.VERDICT)) {
      var seen = new AtomicBoolean();
      var solving = ScriptedProvider.solving();
      var breaking =
          ScriptedProvider.solving()
              .on(format, call -> seen.get() ? solving.reply(call) : how.reply.get());
      try (var endpoint = OpenAiEndpoint.start(breaking);
          var server = TestServer.inProcess(endpoint, ON_AND_ON, SHORT_STALL)) {
        var call = server.solveStream(oneCandidate());
        var texts = new RebuiltTexts();
        while (!text(texts, format).equals(HALF)) {
          texts.apply(call.next());
        }
        seen.set(true);
        assertStartsAgain(call, texts, format);
      }
    }
  }

  private static void assertStartsAgain(
      Received<SolveRequest, StepUpdate> call, RebuiltTexts texts, AnswerFormat format)
      throws InterruptedException {
    String before = text(texts, format);
    boolean startedAgain = false;
    StepUpdate update = call.next();
    while (!update.hasResult()) {
      texts.apply(update);
      if (update.getProgress().hasTextDelta()) {
        TextDelta delta = update.getProgress().getTextDelta();
        startedAgain |= delta.getOffset() == 0 && !text(texts, format).equals(before);
      }
      update = call.next();
    }
    assertThat(startedAgain).isTrue();
    assertThat(texts.constraints()).isEqualTo(ScriptedProvider.CONSTRAINTS);
    assertThat(texts.solution("solution/1"))
        .isEqualTo(update.getResult().getSelectedSolution().getText())
        .isEqualTo(ScriptedProvider.plan(1));
    assertThat(texts.verdict("solution/1")).isEqualTo(ScriptedProvider.VERDICT);
    call.completed();
  }

  private static String text(RebuiltTexts texts, AnswerFormat format) {
    return switch (format) {
      case CONSTRAINTS -> texts.constraints();
      case PLAN, STEP -> texts.solution("solution/1");
      case VERDICT, SCORE, REWARD, COMPLETION, PRIORS -> texts.verdict("solution/1");
    };
  }

  record Refusal(int status, Map<String, String> headers, Duration least) {}

  static Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal(429, Map.of("Retry-After", "0"), Duration.ZERO),
        new Refusal(429, Map.of("Retry-After", "1"), Duration.ofSeconds(1)),
        new Refusal(429, Map.of(), Duration.ZERO),
        new Refusal(503, Map.of(), Duration.ZERO),
        new Refusal(408, Map.of(), Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aCallThatIsRefusedForATimeIsRepeatedAfterTheTimeThatIsAsked(Refusal refusal) {
    var refused = new AtomicBoolean();
    var solving = ScriptedProvider.solving();
    OpenAiEndpoint.Behaviour behaviour =
        call ->
            refused.compareAndSet(false, true)
                ? new Reply.Status(refusal.status(), refusal.headers(), "{}")
                : solving.reply(call);
    try (var endpoint = OpenAiEndpoint.start(behaviour);
        var server = TestServer.inProcess(endpoint, ON_AND_ON)) {
      long begin = System.nanoTime();
      List<StepUpdate> updates = server.solveStream(oneCandidate()).completed();
      var texts = new RebuiltTexts();
      updates.forEach(texts::apply);

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThanOrEqualTo(refusal.least());
      assertThat(endpoint.calls()).hasSize(4);
      assertThat(updates.getLast().getResult().getUsage().getModelCalls()).isEqualTo(4);
      assertThat(texts.constraints()).isEqualTo(ScriptedProvider.CONSTRAINTS);
      assertThat(texts.solution("solution/1")).isEqualTo(ScriptedProvider.plan(1));
      assertThat(texts.verdict("solution/1")).isEqualTo(ScriptedProvider.VERDICT);
    }
  }

  private static SolveRequest oneCandidate() {
    return SolveRequest.newBuilder()
        .setProblem("Plan a day.")
        .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(1)))
        .setStreamOptions(DELTAS)
        .build();
  }
}
