package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.HeldCalls;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.TestServer;
import dev.plangen.server.testing.Trail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tenants that share a model, whose calls all take the same time. */
@Timeout(60)
class FairTenantsTest {

  private static final int SLOTS = 8;

  private final HeldCalls calls = new HeldCalls();
  private final FairQueue queue = new FairQueue(SLOTS);
  private final Offers offers =
      TestServer.offers(
          new Models(
              List.of(
                  new Models.Served(
                      ScriptedModel.ID,
                      "test",
                      new SharedModel(
                          new HeldModel(),
                          queue,
                          TestServer.NO_RETRIES,
                          new RetryBudget(),
                          Optional.empty()))),
              Optional.empty(),
              ScriptedModel.ID));
  private final Runs runs = Trail.runs();

  @AfterEach
  void endAll() throws InterruptedException {
    runs.drain(Duration.ofSeconds(1));
  }

  @Test
  void aTenantWithOneRunIsNotStarvedByOneWithFiveHundred() throws Exception {
    for (int i = 0; i < 500; i++) {
      var _ = runs.submit(submission("many", 1), offers.hold());
    }
    List<HeldCalls.Call> round = calls.next(SLOTS);
    awaitOutstanding(500);
    String single = runs.submit(submission("single", 5), offers.hold()).info().id();
    awaitOutstanding(505);

    List<Long> begun = new ArrayList<>();
    for (int length = 0; length < 4; length++) {
      int expected = queue.inFlight() + queue.waiting() - verdicts(round);
      round = calls.nextRound(round);
      awaitOutstanding(expected);
      begun.add(round.stream().filter(call -> call.name().startsWith("single")).count());
    }
    calls.nextRound(round);

    // Half of the slots: four plans at once. A verdict may miss the hand-over at the end of its
    // plan
    // and wait for the next; with the fifth plan's that makes four lengths for all ten calls.
    assertThat(begun.getFirst()).isEqualTo(4);
    assertThat(begun.stream().mapToLong(Long::longValue).sum()).isEqualTo(5 + 5);
    Conditions.await(
        () -> runs.get(new Caller("single"), new RunName.Id(single)).state() == RunState.COMPLETE);
    assertThat(runs.census().permits()).isGreaterThan(470);
  }

  private static int verdicts(List<HeldCalls.Call> round) {
    return (int) round.stream().filter(call -> call.name().endsWith("verdict")).count();
  }

  private void awaitOutstanding(int count) {
    Conditions.await(() -> queue.inFlight() + queue.waiting() == count);
  }

  private static Submission submission(String tenant, int candidates) {
    return new Submission(
        new Caller(tenant),
        TestJobs.withConstraints(candidates, "It is for " + tenant + "."),
        Budget.UNLIMITED,
        new Patience.Unlimited(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private final class HeldModel implements LanguageModel {
    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
      sink.begin(options);
      boolean verdict = prompt.user().endsWith(AnswerFormat.VERDICT.instruction());
      calls.hold(
          (prompt.user().contains("single") ? "single " : "many ")
              + (verdict ? "verdict" : "plan"));
      sink.append(verdict ? "Score: 97" : "The plan.");
      return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
    }

    @Override
    public Set<SamplingParameter> unsupported() {
      return Set.of();
    }
  }
}
