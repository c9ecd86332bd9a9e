package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a solve asks of its provider, and what it counts. */
class ProviderCallsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void aSolveMakesElevenCallsWithItsFiveCandidatesInFlightTogether() throws Exception {
    var gate = new Gate();
    var provider =
        ScriptedProvider.solving()
            .on(AnswerFormat.PLAN, _ -> ChatAnswer.of("A plan ✓", 2).hold(gate).reply());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = server.solve(Problems.meeting().build());
      endpoint.awaitInFlight(5, LIMIT);
      assertThat(call.hasEnded()).isFalse();
      gate.release();
      SolveResult result = call.completed().getFirst().getResult();

      assertThat(endpoint.calls()).hasSize(1 + 5 + 5);
      assertThat(
              endpoint.calls().stream()
                  .map(sent -> ScriptedProvider.asked(sent).orElseThrow())
                  .toList())
          .startsWith(AnswerFormat.CONSTRAINTS)
          .filteredOn(AnswerFormat.PLAN::equals)
          .hasSize(5);
      System.out.println(
          String.format(
              "a solve: %d calls, at most %d in flight",
              endpoint.calls().size(), endpoint.maxInFlight()));
      assertThat(endpoint.maxInFlight()).isEqualTo(5);
      assertThat(result.getUsage())
          .isEqualTo(
              Usage.newBuilder()
                  .setModelCalls(11)
                  .setInputTokens(1100)
                  .setCachedInputTokens(660)
                  .setOutputTokens(220)
                  .setReasoningTokens(55)
                  .build());
    }
  }

  @Test
  void callsWithoutUsageAreCountedAndTheirTokensNotGuessed() throws Exception {
    var provider =
        ScriptedProvider.solving()
            .on(AnswerFormat.PLAN, _ -> ChatAnswer.of("A plan", 4).withoutUsage().reply());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      Usage usage = usage(server);

      assertThat(usage.getModelCalls()).isEqualTo(11);
      assertThat(usage.getCallsWithoutUsage()).isEqualTo(5);
      assertThat(usage.getInputTokens()).isEqualTo(600);
      assertThat(usage.getOutputTokens()).isEqualTo(120);
    }
  }

  @Test
  void usageThatNobodyReportsIsAbsentAndNotZero() throws Exception {
    var provider =
        ScriptedProvider.always(_ -> ChatAnswer.of("- Score: 97", 4).withoutUsage().reply());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      assertThat(usage(server))
          .isEqualTo(Usage.newBuilder().setModelCalls(11).setCallsWithoutUsage(11).build());
    }
  }

  private static Usage usage(TestServer server) {
    return server.solve(Problems.meeting().build()).completed().getFirst().getResult().getUsage();
  }

  @Test
  void aCandidateWhoseCallsFailToTheLastRetryIsAnEventAndTheRunGoesOn() throws Exception {
    // The seeds tell the candidates apart.
    var victim = new AtomicLong(-1);
    var solving = ScriptedProvider.solving();
    OpenAiEndpoint.Behaviour failingForOne =
        call -> {
          if (!ScriptedProvider.asked(call).equals(Optional.of(AnswerFormat.PLAN))) {
            return solving.reply(call);
          }
          long seed = call.body().get("seed").asLong();
          victim.compareAndSet(-1, seed);
          return victim.get() == seed ? Reply.status(500) : solving.reply(call);
        };
    var retries =
        new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));
    SolveRequest request =
        Problems.meeting()
            .setSampling(Sampling.newBuilder().setSeed(11))
            .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true))
            .build();
    try (var endpoint = OpenAiEndpoint.start(failingForOne);
        var server = TestServer.inProcess(endpoint, retries)) {
      List<StepUpdate> updates = server.solveStream(request).completed();
      SolveResult result = updates.getLast().getResult();
      List<StepUpdate> lost =
          updates.stream().filter(update -> update.getProgress().hasCandidateFailed()).toList();

      assertThat(lost).hasSize(1);
      var failed = lost.getFirst().getProgress().getCandidateFailed();
      assertThat(lost.getFirst().getStep()).isEqualTo(Step.STEP_GENERATE_SOLUTIONS);
      assertThat(failed.getError().getReason()).isEqualTo("MODEL_UNAVAILABLE");
      assertThat(failed.getError().getCode()).isEqualTo(14);
      assertThat(result.getSolutionsList())
          .hasSize(4)
          .noneMatch(plan -> plan.getCandidateId().equals(failed.getCandidateId()));
      assertThat(result.getVerificationResultsList()).hasSize(4);
      assertThat(result.getUsage().getModelCalls()).isEqualTo(1 + 4 + 3 + 4);
      assertThat(result.getUsage().getCallsWithoutUsage()).isEqualTo(3);
    }
  }

  /** The longest texts that the bounds let through, in an update that clients still take. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 64})
  void noUpdateIsLongerThanThreeMebibytes(int candidates) throws Exception {
    int tokens = Math.min(131_072, TextBounds.mostOutputTokens(candidates, 1));
    String longest = "€".repeat(tokens * 8 / 3 + 1);
    var provider =
        ScriptedProvider.always(
            call ->
                ChatAnswer.of(
                        switch (ScriptedProvider.asked(call).orElseThrow()) {
                          case CONSTRAINTS -> ("- " + "c".repeat(330) + "\n").repeat(200);
                          case PLAN -> longest;
                          case VERDICT -> "Score: 1 ".repeat(20_000);
                          case SCORE -> "Score: 1";
                          case STEP, REWARD, COMPLETION, PRIORS ->
                              throw new AssertionError("Best of N does not ask this");
                        },
                        1 << 16)
                    .reply());
    SolveRequest request =
        Problems.meeting()
            .setAlgorithm(
                Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(candidates)))
            .setSampling(Sampling.newBuilder().setMaxOutputTokens(tokens))
            .build();
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      List<StepUpdate> updates = server.solveStream(request).completed();

      assertThat(updates.getLast().getResult().getSolutionsList())
          .hasSize(candidates)
          .allMatch(plan -> plan.getText().length() >= longest.length() - 3);
      assertThat(updates.stream().mapToInt(StepUpdate::getSerializedSize).max().orElseThrow())
          .isLessThanOrEqualTo(3 << 20);
    }
  }
}
