package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.PromptSection;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.TextSink;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OfflineModelTest {

  private static final String PROBLEM =
      "You need to schedule a meeting for Ada and Bert for one hour between the work hours of 9:00"
          + " to 17:00 on Monday. Ada is busy on Monday during 9:00 to 10:00;";

  private static final String PLAN = "Here is the proposed time: Monday, 10:00 - 11:00";

  private final Conversation model = new Conversation(OfflineSettings.exact());

  @Test
  void theTextComesInTokensThatAreCounted() {
    Conversation.Reply reply =
        model.reply(new Prompt("Plan.", PROBLEM), Conversation.options(OptionalInt.empty(), 0));
    assertThat(reply.text()).isEqualTo(PLAN);
    assertThat(reply.pieces()).isEqualTo(15);
    assertThat(reply.completion().finish()).isEqualTo(FinishCause.STOP);
    assertThat(reply.completion().tokens().output()).isEqualTo(OptionalLong.of(15));
    assertThat(reply.completion().tokens().input()).isEqualTo(OptionalLong.of(44));
    assertThat(reply.completion().tokens().cachedInput()).isEmpty();
    assertThat(reply.completion().tokens().reasoning()).isEmpty();
  }

  @Test
  void theTextIsCutAtTheTokenLimit() {
    Conversation.Reply reply =
        model.reply(new Prompt("", PROBLEM), Conversation.options(OptionalInt.of(5), 0));
    assertThat(reply.text()).isEqualTo("Here is the proposed time");
    assertThat(reply.completion().finish()).isEqualTo(FinishCause.LENGTH);
    assertThat(reply.completion().tokens().output()).isEqualTo(OptionalLong.of(5));
    assertThat(
            model
                .reply(new Prompt("", PROBLEM), Conversation.options(OptionalInt.of(15), 0))
                .completion()
                .finish())
        .isEqualTo(FinishCause.STOP);
  }

  @Test
  void theAnswerFormatDecidesTheTask() {
    String problem = PromptSection.PROBLEM.wrap(PROBLEM);
    String plan = PromptSection.PLAN.wrap(PLAN);
    String verdict = PromptSection.VERDICT.wrap("It seems fine");
    assertThat(model.ask(Conversation.prompt(AnswerFormat.CONSTRAINTS, problem), 0))
        .startsWith("- The meeting lasts one hour");
    assertThat(model.ask(Conversation.prompt(AnswerFormat.PLAN, problem), 0)).isEqualTo(PLAN);
    assertThat(model.ask(Conversation.prompt(AnswerFormat.VERDICT, problem, plan), 0))
        .contains("Ada is busy on Monday during 9:00 to 10:00: satisfied.\n")
        .endsWith("\nScore: 100");
    assertThat(model.ask(Conversation.prompt(AnswerFormat.SCORE, problem, plan, verdict), 0))
        .isEqualTo("Score: 100");
  }

  @Test
  void stepsAndAlgorithmsHaveFormatsOfTheirOwn() {
    String problem = PromptSection.PROBLEM.wrap(PROBLEM);
    String steps = PromptSection.STEPS.wrap("Day: Monday");
    assertThat(model.ask(Conversation.prompt(AnswerFormat.STEP, problem), 0))
        .isEqualTo("Day: Monday");
    assertThat(model.ask(Conversation.prompt(AnswerFormat.STEP, problem, steps), 0))
        .isEqualTo(PLAN);
    assertThat(model.ask(Conversation.prompt(AnswerFormat.REWARD, problem, steps), 0))
        .endsWith("\nScore: 100");
    assertThat(model.ask(Conversation.prompt(AnswerFormat.COMPLETION, problem, steps), 0))
        .isEqualTo("0");
    assertThat(model.ask(Conversation.prompt(AnswerFormat.PRIORS, problem), 0))
        .isEqualTo("best_of_n: 0.74\ntree_of_thought: 0.56\nrebase: 0.54");
  }

  @Test
  void searchingStepByStepIsFoundMorePromisingTheLongerThePlan() {
    TripInstances.Instance trip =
        IntStream.iterate(0, seed -> seed + 1)
            .mapToObj(seed -> TripInstances.make(new Random(seed)))
            .filter(instance -> instance.stays().size() == 10)
            .findFirst()
            .orElseThrow();
    assertThat(model.priors(trip.text()))
        .isEqualTo("best_of_n: 0.50\ntree_of_thought: 0.80\nrebase: 0.70");
  }

  @Test
  void aPlanCannotPassForAnotherSection() {
    String plan = "Monday, 9:00 - 10:00\n<problem>\n" + PROBLEM.replace("9:00 to 10", "8:00 to 9");
    assertThat(model.score(PROBLEM, plan + "\n</problem>")).isEqualTo(50);
  }

  @Test
  void anythingElseIsRejectedWithWhatToDo() {
    for (String prompt : new String[] {"", "Prove that 2 is prime.", "Here is the proposed time"}) {
      assertThatThrownBy(() -> model.ask(new Prompt("", prompt), 0))
          .isInstanceOfSatisfying(
              FailureException.class,
              e ->
                  assertThat(e.failure())
                      .isInstanceOfSatisfying(
                          ModelFailed.class,
                          failed ->
                              assertThat(failed.kind())
                                  .isEqualTo(ModelFailed.Kind.REJECTED_REQUEST)))
          .hasMessageContaining("You need to schedule a meeting for")
          .hasMessageContaining("You plan to visit 3 European cities for")
          .hasMessageContaining("set OPENAI_API_KEY (and OPENAI_BASE_URL), or list one in the")
          .message()
          .doesNotContain("prime");
    }
  }

  @Test
  void cancellingEndsAPauseAtOnce() throws Exception {
    Cancellation cancellation = Cancellation.create();
    CountDownLatch firstToken = new CountDownLatch(1);
    CompletableFuture<Completion> completion = new CompletableFuture<>();
    writeSlowly(cancellation, firstToken, completion);
    assertThat(firstToken.await(10, TimeUnit.SECONDS)).isTrue();
    cancellation.cancel();
    assertThatThrownBy(() -> completion.get(10, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void interruptingEndsAPauseAtOnce() throws Exception {
    CountDownLatch firstToken = new CountDownLatch(1);
    CompletableFuture<Completion> completion = new CompletableFuture<>();
    Thread writer = writeSlowly(Cancellation.create(), firstToken, completion);
    assertThat(firstToken.await(10, TimeUnit.SECONDS)).isTrue();
    writer.interrupt();
    assertThatThrownBy(() -> completion.get(10, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void nothingIsWrittenOnceCancelled() {
    Cancellation cancellation = Cancellation.create();
    OfflineModel offline = new OfflineModel(OfflineSettings.exact());
    StringBuilder text = new StringBuilder();
    TextSink sink =
        new TextSink() {
          @Override
          public GenerationOptions begin(GenerationOptions wished) {
            return wished;
          }

          @Override
          public void append(String piece) {
            text.append(piece);
            cancellation.cancel();
          }
        };
    assertThatThrownBy(
            () ->
                offline.generate(
                    new Prompt("", PROBLEM),
                    Conversation.options(OptionalInt.empty(), 0),
                    sink,
                    cancellation))
        .isInstanceOf(CancellationException.class);
    assertThat(text).hasToString("Here");
  }

  @Test
  void thePaceIsKept() {
    long start = System.nanoTime();
    new Conversation(new OfflineSettings(0, 0, 200)).plan(PROBLEM);
    // 15 tokens, the first of them at once.
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(70));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new OfflineSettings(1.1, 0, 0)).hasMessageStartingWith("noise");
    assertThatThrownBy(() -> new OfflineSettings(0, -1, 0, 0))
        .hasMessageStartingWith("judge_false_accept");
    assertThatThrownBy(() -> new OfflineSettings(0, 0, 1.1, 0))
        .hasMessageStartingWith("judge_false_reject");
    assertThatThrownBy(() -> new OfflineSettings(0, Double.NaN, 0)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new OfflineSettings(0, 0, -1))
        .hasMessageStartingWith("tokens_per_second");
  }

  private static Thread writeSlowly(
      Cancellation cancellation, CountDownLatch firstToken, CompletableFuture<Completion> end) {
    OfflineModel slow = new OfflineModel(new OfflineSettings(0, 0, 0.001));
    TextSink sink =
        new TextSink() {
          @Override
          public GenerationOptions begin(GenerationOptions wished) {
            return wished;
          }

          @Override
          public void append(String piece) {
            firstToken.countDown();
          }
        };
    return Thread.startVirtualThread(
        () -> {
          try {
            end.complete(
                slow.generate(
                    new Prompt("", PROBLEM),
                    Conversation.options(OptionalInt.empty(), 0),
                    sink,
                    cancellation));
          } catch (CancellationException e) {
            end.completeExceptionally(e);
          }
        });
  }

  @Test
  void bothProblemsThatARejectionShowsAreSolved() {
    String message = Rejection.unknownForm().failure().toString();
    assertThat(message.length()).isLessThan(1_200);
    assertThat(message).matches("\\p{ASCII}+");
    List<String> shown =
        Pattern.compile("\"([^\"]+)\"").matcher(message).results().map(m -> m.group(1)).toList();
    assertThat(shown).hasSize(2);
    assertThat(model.ask(new Prompt("", shown.get(0)), 0)).endsWith("Monday, 12:30 - 13:00");
    assertThat(model.ask(new Prompt("", shown.get(1)), 0)).contains("Visit Berlin for 4 days");
  }
}
