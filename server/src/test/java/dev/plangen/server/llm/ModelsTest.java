package dev.plangen.server.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the runs that call a model share, and what each has to itself. */
@Timeout(60)
class ModelsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Prices PRICES = new Prices(1, 2, 3, "EUR");

  private static final RetryPolicy PATIENT =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(2));

  private final FairQueue queue = new FairQueue(1);
  private final Gate gate = new Gate();
  private final Cancellation cancellation = Cancellation.create();

  /** Waits at the gate if told to, fails for a minute if told to, and else answers. */
  private final ScriptedModel adapter =
      new ScriptedModel(
          ask ->
              switch (ask.prompt().user()) {
                case "wait" -> ScriptedReply.held(gate, ScriptedReply.text("held"));
                case "fail" ->
                    ScriptedReply.failing(
                        new ModelFailed(
                            ModelFailed.Kind.RATE_LIMITED,
                            "limited",
                            Optional.of(Duration.ofMinutes(1))));
                default -> ScriptedReply.text("answered");
              });

  private final SharedModel shared =
      new SharedModel(adapter, queue, PATIENT, new RetryBudget(), Optional.of(PRICES));

  @Test
  void aCallThatWaitsToBeRepeatedLeavesItsSlotToOthers() throws Exception {
    Models models = served();
    CompletableFuture<Completion> waits = start(run(models, "a"), "fail");
    awaitFailed(1);

    ask(run(models, "a"), "answer");

    assertThat(waits).isNotDone();
    assertThat(queue.inFlight()).isZero();
    cancellation.cancel();
    assertThatThrownBy(() -> waits.get(5, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
    assertThat(queue.inFlight()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void allRunsShareTheQueueOfTheirModel() throws Exception {
    Models models = served();
    CompletableFuture<Completion> first = start(run(models, "a"), "wait");
    gate.awaitReached(LIMIT);
    CompletableFuture<Completion> second = start(run(models, "a"), "answer");
    awaitWaiting(1);

    gate.release();

    first.get(5, TimeUnit.SECONDS);
    second.get(5, TimeUnit.SECONDS);
    assertThat(queue.inFlight()).isZero();
  }

  @Test
  void allRunsShareTheQueueOfAModelOfTheFamily() throws Exception {
    List<String> opened = new ArrayList<>();
    Models models =
        new Models(
            List.of(new Models.Served("a", "scripted", shared)),
            Optional.of(
                new Models.Family(
                    "all/",
                    "scripted",
                    name -> {
                      opened.add(name);
                      return shared;
                    })),
            "a");
    CompletableFuture<Completion> first = start(run(models, "all/b"), "wait");
    gate.awaitReached(LIMIT);
    CompletableFuture<Completion> second = start(run(models, "all/b"), "answer");
    awaitWaiting(1);

    gate.release();

    first.get(5, TimeUnit.SECONDS);
    second.get(5, TimeUnit.SECONDS);
    assertThat(opened).containsExactly("b");
  }

  @Test
  void aCallOfAllRunsTogetherUsesUpTheRetryBudget() {
    var quick = new RetryPolicy(4, Duration.ofNanos(1), Duration.ofNanos(1), Duration.ZERO);
    var down =
        new ScriptedModel(
            _ -> ScriptedReply.failing(new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "down")));
    var model =
        new SharedModel(
            down, FairQueue.unlimited(), quick, new RetryBudget(() -> 0), Optional.empty());

    for (int run = 0; run < 4; run++) {
      assertThatThrownBy(() -> ask(model.forRun("tenant"), "answer"))
          .isInstanceOf(FailureException.class);
    }

    assertThat(down.asked()).hasSize(4 + 3);
  }

  @Test
  void aModelHasItsPricesIfAnybodyHasSaidThem() {
    assertThat(served().prices("a")).contains(PRICES);
    assertThat(adapter.served().prices(ScriptedModel.ID)).isEmpty();
    assertThat(served().prices("none")).isEmpty();
  }

  private Models served() {
    return new Models(List.of(new Models.Served("a", "scripted", shared)), Optional.empty(), "a");
  }

  private static LanguageModel run(Models models, String id) {
    return models.open(id, "tenant").orElseThrow();
  }

  private CompletableFuture<Completion> start(LanguageModel model, String prompt) {
    var result = new CompletableFuture<Completion>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(ask(model, prompt));
              } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
              }
            });
    return result;
  }

  private Completion ask(LanguageModel model, String prompt) {
    return model.generate(
        new Prompt("", prompt),
        new GenerationOptions(
            OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), Set.of()),
        new RecordingSink(),
        cancellation);
  }

  private void awaitFailed(int calls) {
    Conditions.await(() -> adapter.asked().size() == calls && queue.inFlight() == 0);
  }

  private void awaitWaiting(int calls) {
    Conditions.await(() -> queue.waiting() == calls);
  }
}
