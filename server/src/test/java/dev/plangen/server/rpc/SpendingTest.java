package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.testing.MeteredProvider;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.Money;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.TreeOfThought;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run has really spent at its provider, held against what it may. */
@Timeout(60)
class SpendingTest {

  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(60));

  /** 10^-6 and 3 times 10^-6 USD. */
  private static final Prices PRICES = new Prices(1_000_000, 1_000_000, 3_000_000, "USD");

  private static final int TOKENS = 30_000;
  private static final long MICROS = 60_000;

  /** A model's tokenizer, and what chance does to its answers. */
  record Case(int bytesPerToken, int seed) {
    MeteredProvider provider() {
      return new MeteredProvider(bytesPerToken, seed);
    }
  }

  static Stream<Case> cases() {
    return IntStream.of(2, 3, 5)
        .boxed()
        .flatMap(bytes -> IntStream.range(0, 8).mapToObj(seed -> new Case(bytes, seed)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noMoreTokensAreSpentThanTheBudgetHas(Case test) {
    MeteredProvider provider = test.provider();
    solve(provider, Budget.newBuilder().setMaxTotalTokens(TOKENS));

    // Once a call has told how long its prompt was, the estimates err by the rounding alone.
    assertThat(provider.input() + provider.output())
        .as("with %d requests, of which %d broke off", provider.requests(), provider.broken())
        .isBetween(TOKENS / 2L, TOKENS + 2 * provider.requests());
  }

  /** Every question about a step holds the steps before it. */
  @ParameterizedTest
  @MethodSource("cases")
  void aTreeOfLongStepsSpendsNoMoreTokensThanTheBudgetHas(Case test) {
    MeteredProvider provider = test.provider();
    Budget.Builder budget = Budget.newBuilder().setMaxTotalTokens(4 * TOKENS);
    solve(
        provider,
        request(budget)
            .setAlgorithm(
                Algorithm.newBuilder().setTreeOfThought(TreeOfThought.newBuilder().setBranching(1)))
            .setSampling(Sampling.newBuilder().setMaxOutputTokens(2000))
            .build());

    assertThat(provider.input() + provider.output())
        .as("with %d requests, of which %d broke off", provider.requests(), provider.broken())
        .isLessThanOrEqualTo(4 * TOKENS + 2 * provider.requests());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noMoreMoneyIsSpentThanTheBudgetHas(Case test) {
    MeteredProvider provider = test.provider();
    solve(
        provider,
        Budget.newBuilder()
            .setMaxCost(Money.newBuilder().setCurrencyCode("USD").setNanos((int) (MICROS * 1000))));

    assertThat(provider.input() + 3 * provider.output())
        .as("with %d requests, of which %d broke off", provider.requests(), provider.broken())
        .isBetween(MICROS / 2, MICROS + 2 * provider.requests());
  }

  /** No call comes before the candidates that would tell how long prompts are. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void whatWasEstimatedTooLowIsExceededByThat(int seed) {
    // Estimated at 3.
    var provider = new MeteredProvider(2, seed);
    solve(
        provider,
        request(Budget.newBuilder().setMaxTotalTokens(TOKENS)).addConstraints("Short.").build());

    long error = provider.input() - provider.input() * 2 / 3;
    assertThat(provider.input() + provider.output())
        .isBetween(TOKENS / 2L, TOKENS + error + 2 * provider.requests());
  }

  private static void solve(MeteredProvider provider, Budget.Builder budget) {
    solve(provider, request(budget).build());
  }

  private static SolveRequest.Builder request(Budget.Builder budget) {
    return SolveRequest.newBuilder()
        .setProblem("Plan a day.")
        .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(12)))
        .setBudget(budget);
  }

  /** To its end: whether that is a plan is a matter of chance. */
  private static void solve(MeteredProvider provider, SolveRequest request) {
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, RETRIES, PRICES)) {
      assertThat(server.solveStream(request).runIdHeader()).isPresent();
    }
  }
}
