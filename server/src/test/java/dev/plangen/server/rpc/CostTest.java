package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Budget;
import dev.plangen.v1.Money;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StopReason;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run costs, and what it may. */
@Timeout(60)
class CostTest {

  /** 0.001 and 0.002 USD for a token read and written. */
  private static final Prices PRICES =
      new Prices(1_000_000_000L, 1_000_000_000L, 2_000_000_000L, "USD");

  private static final SolveRequest PLAIN =
      SolveRequest.newBuilder().setProblem("Plan a day.").build();

  private final KeyedScript script = new KeyedScript();

  @Test
  void theCostIsKnownWhereTheModelHasAPrice() {
    try (TestServer server = priced()) {
      SolveResult result = solve(server, PLAIN);

      // 11 tokens read; written 3 for the constraints, 3 for each plan, 2 for each verdict.
      assertThat(result.getUsage().getOutputTokens()).isEqualTo(28);
      assertThat(result.getUsage().getCost()).isEqualTo(usd(0, 67_000_000));
    }
  }

  @Test
  void theCostIsAbsentWhereItIsNotKnown() {
    try (TestServer server = TestServer.inProcess(new ScriptedModel(script))) {
      assertThat(solve(server, PLAIN).getUsage().hasCost()).isFalse();
    }
  }

  @Test
  void aRunThatMayCostNoMoreTakesTheBestThatItHas() {
    String[] pieces = Collections.nCopies(200, "word ").toArray(String[]::new);
    IntStream.rangeClosed(1, 5).forEach(i -> script.on("solution/" + i, text(pieces)));
    try (TestServer server = priced()) {
      SolveResult result = solve(server, most(usd(2, 0)));

      // Plan and verdict may have 256 tokens each, or are not begun: 1.28 USD. A plan takes 0.40.
      assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_COST);
      assertThat(result.getSolutionsList()).hasSize(2);
      assertThat(result.getVerificationResultsList()).hasSize(2);
      assertThat(result.getUsage().getCost().getUnits()).isZero();
    }
  }

  @Test
  void anotherCurrencyIsRefused() {
    try (TestServer server = priced()) {
      SolveRequest euros =
          most(Money.newBuilder().setCurrencyCode("EUR").setUnits(1).setNanos(-1).build());

      assertThat(server.solveStream(euros).failed().fields())
          .containsExactly("budget.max_cost.currency_code", "budget.max_cost.nanos");
      assertThat(server.solveStream(most(usd(0, 0))).failed().fields())
          .containsExactly("budget.max_cost");
    }
  }

  private static SolveResult solve(TestServer server, SolveRequest request) {
    return server.solveStream(request).completed().getLast().getResult();
  }

  private static SolveRequest most(Money money) {
    return PLAIN.toBuilder().setBudget(Budget.newBuilder().setMaxCost(money)).build();
  }

  private static Money usd(long units, int nanos) {
    return Money.newBuilder().setCurrencyCode("USD").setUnits(units).setNanos(nanos).build();
  }

  private TestServer priced() {
    return TestServer.inProcess(
        new SharedModel(
            new ScriptedModel(script),
            FairQueue.unlimited(),
            TestServer.NO_RETRIES,
            new RetryBudget(),
            Optional.of(PRICES)));
  }
}
