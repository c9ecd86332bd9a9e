package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Money;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.VerdictNeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PurseTest {

  private static final Optional<Prices> FREE = Optional.empty();

  /** Prompts of 300 and 600 bytes are estimated at 100 and 200 tokens. */
  private static final VerdictNeeds NEEDS = new VerdictNeeds(600, 8192);

  private final List<StopCause> refused = new ArrayList<>();

  @Test
  void withoutLimitsEverythingIsPaidFor() {
    var purse = new Purse(Budget.UNLIMITED, RunCost.NOTHING, refused::add);

    assertThat(purse.reserve(plans(64), NEEDS, FREE)).isEqualTo(64);
    assertThat(purse.open("", false, 1 << 20, 8192, FREE).outputTokens()).isEqualTo(8192);
  }

  @Test
  void aCandidateIsSetAsideWithItsVerification() {
    assertThat(calls(10).reserve(plans(5), NEEDS, FREE)).isEqualTo(5);
    assertThat(calls(9).reserve(plans(5), NEEDS, FREE)).isEqualTo(4);
    assertThat(calls(1).reserve(plans(5), NEEDS, FREE)).isZero();
    assertThat(refused).containsExactly(StopCause.MODEL_CALLS);
  }

  @Test
  void whatIsLeftIsDividedAmongTheCandidatesAndLowersWhatTheyMayWrite() {
    // Each of 2: (12,300 / 2 - 300) / 3, for plan, the plan in the verdict's prompt, and verdict.
    var purse = tokens(12_300);

    assertThat(purse.reserve(plans(2), NEEDS, FREE)).isEqualTo(2);
    assertThat(purse.open("solution/1", true, 300, 8192, FREE).outputTokens()).isEqualTo(1950);
    assertThat(purse.open("solution/2", true, 300, 8192, FREE).outputTokens()).isEqualTo(1950);
  }

  @Test
  void noCallIsStartedThatMayWriteLessThan256Tokens() {
    assertThat(tokens(300 + 3 * 256).reserve(plans(1), NEEDS, FREE)).isOne();
    assertThat(tokens(300 + 3 * 256 - 1).reserve(plans(1), NEEDS, FREE)).isZero();
    assertThat(refused).containsExactly(StopCause.TOTAL_TOKENS);
    assertThat(tokens(356).open("", false, 300, 8192, FREE).outputTokens()).isEqualTo(256);
    assertRefused(() -> tokens(355).open("", false, 300, 8192, FREE), "tokens");
  }

  @Test
  void whatIsAskedForMayBeLessThan256Tokens() {
    assertThat(tokens(330).reserve(plans(1, 10), NEEDS, FREE)).isOne();
  }

  @Test
  void whatACandidateDidNotUseIsThereForTheNext() {
    var purse = tokens(2000);
    assertThat(purse.reserve(plans(2), NEEDS, FREE)).isOne();
    Purse.Ticket plan = purse.open("solution/1", true, 300, 8192, FREE);
    plan.send(0);
    plan.close(reported(100, 20), 60);
    assertThat(purse.reserve(plans(1), NEEDS, FREE)).isZero();

    purse.release(CallKey.of("solution/1"));

    // 1,880 are left.
    assertThat(purse.reserve(plans(1), NEEDS, FREE)).isOne();
    assertThat(purse.open("solution/1", true, 300, 8192, FREE).outputTokens())
        .isEqualTo((1880 - 300) / 3);
  }

  @Test
  void aVerdictHasWhatThePlanLeftOfItsShare() {
    var purse = tokens(3000);
    purse.reserve(plans(1), NEEDS, FREE);
    Purse.Ticket plan = purse.open("solution/1", true, 300, 8192, FREE);
    assertThat(plan.outputTokens()).isEqualTo(900);
    plan.send(0);
    plan.close(reported(100, 300), 900);

    // The verdict's prompt: 600 bytes and the plan's 900.
    assertThat(purse.open("solution/1", false, 1500, 8192, FREE).outputTokens())
        .isEqualTo(3000 - 400 - 500);
  }

  @Test
  void inputIsEstimatedAsTheRunHasMeasured() {
    var purse = tokens(100_000);
    Purse.Ticket first = purse.open("", false, 3000, 8192, FREE);
    first.send(0);
    first.close(reported(600, 0), 0);

    // 5 bytes a token: 99,400 are left, of which 1,000 bytes take 200.
    assertThat(purse.open("", false, 1000, 1_000_000, FREE).outputTokens()).isEqualTo(99_400 - 200);
  }

  @Test
  void aCallThatDoesNotReportIsCountedAtTheEstimate() {
    var purse = tokens(10_000);
    Purse.Ticket silent = purse.open("", false, 300, 8192, FREE);
    silent.send(0);
    silent.close(TokenCount.UNKNOWN, 600);

    assertThat(purse.open("", false, 300, 1_000_000, FREE).outputTokens())
        .isEqualTo(10_000 - 100 - 200 - 100);
  }

  @Test
  void aCallThatWasNeverSentCostsNothing() {
    var purse = calls(1);
    purse.open("", false, 300, 8192, FREE).close(TokenCount.UNKNOWN, 0);

    assertThat(purse.open("", false, 300, 8192, FREE).outputTokens()).isEqualTo(8192);
  }

  @Test
  void aRetryIsACallMoreAndIsRefusedIfThereIsNone() {
    var purse = calls(2);
    Purse.Ticket ticket = purse.open("", false, 300, 8192, FREE);
    ticket.send(0);
    ticket.send(10);

    assertRefused(() -> ticket.send(0), "model calls");
    ticket.close(TokenCount.UNKNOWN, 0);
    assertRefused(() -> purse.open("", false, 300, 8192, FREE), "model calls");
  }

  @Test
  void aRetryIsSentAsTheFirstOneWasOrNotAtAll() {
    var purse = tokens(1000);
    Purse.Ticket ticket = purse.open("", false, 300, 800, FREE);
    assertThat(ticket.outputTokens()).isEqualTo(800);
    ticket.send(0);

    // The first one has cost 100 for its prompt and 100 for what it wrote: 700 would be left.
    assertRefused(() -> ticket.send(300), "tokens");
  }

  @Test
  void aRetryTakesNothingThatIsSetAsideForAVerdict() {
    var purse = calls(5);
    purse.reserve(plans(2), NEEDS, FREE);
    Purse.Ticket plan = purse.open("solution/1", true, 300, 8192, FREE);
    plan.send(0);
    plan.send(0);

    assertRefused(() -> plan.send(0), "model calls");
    plan.close(TokenCount.UNKNOWN, 0);
    assertThat(purse.open("solution/1", false, 300, 8192, FREE).outputTokens()).isEqualTo(8192);
    assertThat(purse.open("solution/2", true, 300, 8192, FREE).outputTokens()).isEqualTo(8192);
    assertThat(purse.open("solution/2", false, 300, 8192, FREE).outputTokens()).isEqualTo(8192);
  }

  @Test
  void moneyIsCountedByTheModelsPrices() {
    Optional<Prices> prices = Optional.of(new Prices(1_000, 100, 4_000, "USD"));
    var budget =
        new Budget(
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.of(new Money(10_000_000, "USD")),
            Optional.empty());
    var purse = new Purse(budget, RunCost.NOTHING, refused::add);
    Purse.Ticket first = purse.open("", false, 3000, 1_000_000, prices);
    assertThat(first.outputTokens()).isEqualTo((10_000_000 - 1000 * 1000) / 4000);
    first.send(0);
    // 200 tokens read, 800 from the cache, 500 written.
    first.close(
        new TokenCount(
            OptionalLong.of(1000),
            OptionalLong.of(800),
            OptionalLong.of(500),
            OptionalLong.empty()),
        0);

    long left = 10_000_000 - 200 * 1000 - 800 * 100 - 500 * 4000;
    assertThat(purse.open("", false, 3000, 1_000_000, prices).outputTokens())
        .isEqualTo((left - 1000 * 1000) / 4000);
  }

  private static void assertRefused(Runnable open, String what) {
    assertThatThrownBy(open::run)
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> assertThat(refused.failure()).isEqualTo(new Failure.BudgetExhausted(what)));
  }

  private static List<ModelCall> plans(int count) {
    return plans(count, 8192);
  }

  /** Each with a prompt of 300 bytes. */
  private static List<ModelCall> plans(int count, int outputTokens) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(CallKey.of("solution")::child)
        .map(
            key ->
                new ModelCall(
                    key,
                    new TextName(Stage.GENERATE_SOLUTIONS, key.path(), ""),
                    "m",
                    new Prompt("", "x".repeat(300)),
                    new GenerationOptions(
                        OptionalDouble.empty(),
                        OptionalInt.of(outputTokens),
                        OptionalLong.empty(),
                        Set.of()),
                    Integer.MAX_VALUE))
        .toList();
  }

  private Purse calls(long most) {
    return new Purse(
        new Budget(OptionalLong.of(most), OptionalLong.empty(), Optional.empty(), Optional.empty()),
        RunCost.NOTHING,
        refused::add);
  }

  private Purse tokens(long most) {
    return new Purse(
        new Budget(OptionalLong.empty(), OptionalLong.of(most), Optional.empty(), Optional.empty()),
        RunCost.NOTHING,
        refused::add);
  }

  private static TokenCount reported(long input, long output) {
    return new TokenCount(
        OptionalLong.of(input),
        OptionalLong.empty(),
        OptionalLong.of(output),
        OptionalLong.empty());
  }
}
