package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.Money;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that fails once and is repeated, in a run that has no more than it needs. */
@Timeout(60)
class RetriesWithinBudgetTest {

  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(60));

  /** 10^-6 USD for each token. */
  private static final Prices PRICES = new Prices(1_000_000, 1_000_000, 1_000_000, "USD");

  private static final Budget TOKENS = Budget.newBuilder().setMaxTotalTokens(20_000).build();

  /** For as many tokens. */
  private static final Budget COST =
      Budget.newBuilder()
          .setMaxCost(Money.newBuilder().setCurrencyCode("USD").setNanos(20_000_000))
          .build();

  /** What fails once, how, and in a run with which budget. */
  record Case(AnswerFormat what, String how, Supplier<Reply> fault, Budget budget) {
    @Override
    public String toString() {
      return what + " " + how + (budget.hasMaxCost() ? ", little money" : ", few tokens");
    }
  }

  static Stream<Case> cases() {
    return Stream.of(AnswerFormat.CONSTRAINTS, AnswerFormat.PLAN, AnswerFormat.VERDICT)
        .flatMap(
            what ->
                Stream.of(TOKENS, COST)
                    .flatMap(
                        budget ->
                            Stream.of(
                                new Case(what, "is refused", () -> Reply.status(503), budget),
                                new Case(
                                    what,
                                    "breaks off",
                                    () -> ChatAnswer.of("half", 2).cut().reply(),
                                    budget))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCallThatFailsOnceCostsNoCandidate(Case test) {
    try (var endpoint = OpenAiEndpoint.start(failingOnce(test.what(), test.fault()));
        var server = TestServer.inProcess(endpoint, RETRIES, PRICES)) {
      SolveRequest request =
          request(1, test.budget()).toBuilder()
              // Otherwise a constraints call takes a share that is no candidate's.
              .addAllConstraints(
                  test.what() == AnswerFormat.CONSTRAINTS ? List.of() : List.of("Short."))
              .build();

      SolveResult result = solve(server, request);

      assertThat(result.getSelectedSolution().getVerified()).isTrue();
      assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
      assertThat(asked(endpoint, test.what()))
          .hasSize(2)
          .allSatisfy(limit -> assertThat(limit).isBetween(256, 8192));
    }
  }

  @Test
  void whatIsRefusedInTheFirstWaveDoesNotKeepLaterCandidatesFromStarting() {
    for (Budget budget : List.of(TOKENS, COST)) {
      Supplier<Reply> down = () -> Reply.status(503);
      try (var endpoint = OpenAiEndpoint.start(failingOnce(AnswerFormat.PLAN, down));
          var server = TestServer.inProcess(endpoint, RETRIES, PRICES)) {
        SolveRequest request =
            request(64, budget).toBuilder()
                .addConstraints("Short.")
                .setSampling(Sampling.newBuilder().setMaxOutputTokens(2048))
                .build();

        SolveResult result = solve(server, request);

        // One may be lost: what it had is not enough to ask again.
        assertThat(result.getSolutionsList()).hasSizeBetween(63, 64);
        assertThat(result.getVerificationResultsList()).hasSameSizeAs(result.getSolutionsList());
        assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
      }
    }
  }

  @Test
  void aRetryThatIsNotPaidForLeavesTheModelsFailure() {
    Budget twoCalls = Budget.newBuilder().setMaxModelCalls(2).build();
    Supplier<Reply> down = () -> Reply.status(503);
    try (var endpoint = OpenAiEndpoint.start(failingOnce(AnswerFormat.PLAN, down));
        var server = TestServer.inProcess(endpoint, RETRIES, PRICES)) {
      Received<SolveRequest, StepUpdate> call =
          server.solveStream(request(1, twoCalls).toBuilder().addConstraints("Short.").build());

      assertThat(call.failed().reason()).isEqualTo("MODEL_UNAVAILABLE");
      assertThat(call.failed().code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(endpoint.calls()).hasSize(1);
    }
  }

  private static OpenAiEndpoint.Behaviour failingOnce(AnswerFormat what, Supplier<Reply> fault) {
    var failed = new AtomicBoolean();
    var solving = ScriptedProvider.solving();
    return call ->
        format(call) == what && failed.compareAndSet(false, true)
            ? fault.get()
            : solving.reply(call);
  }

  private static AnswerFormat format(ChatCall call) {
    return ScriptedProvider.asked(call).orElseThrow();
  }

  /** The limits of the calls for this. */
  private static List<Integer> asked(OpenAiEndpoint endpoint, AnswerFormat what) {
    return endpoint.calls().stream()
        .filter(call -> format(call) == what)
        .map(call -> call.body().get("max_completion_tokens").asInt())
        .toList();
  }

  private static SolveResult solve(TestServer server, SolveRequest request) {
    return server.solveStream(request).completed().getLast().getResult();
  }

  private static SolveRequest request(int candidates, Budget budget) {
    return SolveRequest.newBuilder()
        .setProblem("Plan a day.")
        .setAlgorithm(
            Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(candidates)))
        .setBudget(budget)
        .build();
  }
}
