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
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TokenCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PurseTest {

  private static final Optional<Prices> FREE = Optional.empty();

  /** Prompts of 300 (a plan's) and 600 bytes are estimated at 100 and 200 tokens. */
  private static final CandidateNeeds.Calls QUESTION = new CandidateNeeds.Calls(1, 600, 8192, FREE);

  private final List<StopCause> refused = new ArrayList<>();

  @Test
  void withoutLimitsEverythingIsPaidFor() {
    var purse = new Purse(Budget.UNLIMITED, RunCost.NOTHING, refused::add, _ -> {});

    assertThat(purse.reserve(candidates(64), 64)).isEqualTo(64);
    assertThat(purse.open("", false, 1 << 20, 8192, FREE).outputTokens()).isEqualTo(8192);
  }

  @Test
  void aCandidateIsSetAsideWithItsVerification() {
    assertThat(calls(10).reserve(candidates(5), 64)).isEqualTo(5);
    assertThat(calls(9).reserve(candidates(5), 64)).isEqualTo(4);
    assertThat(calls(1).reserve(candidates(5), 64)).isZero();
    assertThat(calls(1).scarcest(candidates(1).getFirst())).isEqualTo(StopCause.MODEL_CALLS);
  }

  @Test
  void whatIsLeftIsDividedAmongTheCandidatesAndLowersWhatTheyMayWrite() {
    // Each of 2: (12,300 / 2 - 300) / 3, for plan, the plan in the verdict's prompt, and verdict.
    var purse = tokens(12_300);

    assertThat(purse.reserve(candidates(2), 64)).isEqualTo(2);
    assertThat(purse.open("solution/1", true, 300, 8192, FREE).outputTokens()).isEqualTo(1950);
    assertThat(purse.open("solution/2", true, 300, 8192, FREE).outputTokens()).isEqualTo(1950);
  }

  @Test
  void amongThoseThatDoNotRunAtOnceItIsDividedOnlyIfItPaysForAllOfThemInFull() {
    var purse = tokens(12_300);

    assertThat(purse.reserve(candidates(5), 1)).isOne();
    assertThat(purse.open("solution/1", true, 300, 8192, FREE).outputTokens()).isEqualTo(4000);
    assertThat(tokens(5 * (300 + 3 * 8192)).reserve(candidates(5), 1)).isEqualTo(5);
    assertThat(tokens(5 * (300 + 3 * 8192) - 1).reserve(candidates(5), 1)).isOne();
  }

  @Test
  void noCallIsStartedThatMayWriteLessThan256Tokens() {
    assertThat(tokens(300 + 3 * 256).reserve(candidates(1), 64)).isOne();
    assertThat(tokens(300 + 3 * 256 - 1).reserve(candidates(1), 64)).isZero();
    assertThat(tokens(1000).scarcest(candidates(1).getFirst())).isEqualTo(StopCause.TOTAL_TOKENS);
    assertThat(tokens(356).open("", false, 300, 8192, FREE).outputTokens()).isEqualTo(256);
    assertRefused(() -> tokens(355).open("", false, 300, 8192, FREE), "tokens");
    assertThat(refused).containsExactly(StopCause.TOTAL_TOKENS);
  }

  @Test
  void whatIsAskedForMayBeLessThan256TokensButAVerdictIsNotFewerForThat() {
    // The prompts, a plan of 10 tokens, the same in the verdict's prompt, and the verdict.
    assertThat(tokens(300 + 10 + 10 + 256).reserve(candidates(1, 10), 64)).isOne();
    assertThat(tokens(300 + 10 + 10 + 255).reserve(candidates(1, 10), 64)).isZero();
  }

  @Test
  void whatAShortPlanDoesNotAskForIsTheVerdicts() {
    var purse = tokens(3000);
    purse.reserve(candidates(2, 10), 64);
    Ticket plan = plan(purse, 1);
    assertThat(plan.outputTokens()).isEqualTo(10);
    plan.send(0);
    plan.close(reported(100, 10), 30, true);

    assertThat(purse.open("solution/1", false, 630, 8192, FREE).outputTokens())
        .isEqualTo(1500 - 110 - 210);
  }

  @Test
  void noneIsGivenMoreThanTheServerAllows() {
    var purse = tokens(100_000);
    List<CandidateNeeds> one = candidates(1).stream().map(needs -> needs.atMost(500)).toList();
    purse.reserve(one, 64);

    assertThat(purse.open("", false, 300, 1_000_000, FREE).outputTokens())
        .isEqualTo(100_000 - 300 - 3 * 500 - 100);
  }

  @Test
  void whatACandidateDidNotUseIsThereForTheNext() {
    var purse = tokens(2000);
    assertThat(purse.reserve(candidates(2), 64)).isOne();
    Ticket plan = plan(purse, 1);
    plan.send(0);
    plan.close(reported(100, 20), 60, true);
    assertThat(purse.reserve(candidates(1), 64)).isZero();

    purse.release(CallKey.of("solution/1"));

    // 1,880 are left.
    assertThat(purse.reserve(candidates(1), 64)).isOne();
    assertThat(purse.open("solution/1", true, 300, 8192, FREE).outputTokens())
        .isEqualTo((1880 - 300) / 3);
  }

  @Test
  void noQuestionAboutAPlanTakesWhatIsSetAsideForTheOthers() {
    // The prompts, a plan that each question holds, and three answers.
    var purse = tokens(100 + 600 + 4 * 1000 + 3 * 1000);
    var questions = new CandidateNeeds.Calls(3, 1800, 8192, FREE);
    var plan = candidates(1).getFirst().plan();
    purse.reserve(List.of(new CandidateNeeds(CallKey.of("solution/1"), plan, questions)), 64);
    Ticket writing = plan(purse, 1);
    writing.send(0);
    writing.close(reported(100, 1000), 3000, true);

    Ticket first = purse.open("solution/1", false, 3600, 8192, FREE);
    assertThat(first.outputTokens()).isEqualTo(1000);
    first.send(0);
    // It broke off, may have written all of it, and nothing is free.
    assertRefused(() -> first.send(0), "tokens");
    assertThat(purse.open("solution/1", false, 3600, 8192, FREE).outputTokens()).isEqualTo(1000);
    assertThat(purse.open("solution/1", false, 3600, 8192, FREE).outputTokens()).isEqualTo(1000);
  }

  @Test
  void aVerdictHasWhatThePlanLeftOfItsShare() {
    var purse = tokens(3000);
    purse.reserve(candidates(1), 64);
    Ticket plan = plan(purse, 1);
    assertThat(plan.outputTokens()).isEqualTo(900);
    plan.send(0);
    plan.close(reported(100, 300), 900, true);

    // The verdict's prompt: 600 bytes and the plan's 900.
    assertThat(purse.open("solution/1", false, 1500, 8192, FREE).outputTokens())
        .isEqualTo(3000 - 400 - 500);
  }

  @Test
  void inputIsEstimatedAsTheRunHasMeasured() {
    var purse = tokens(100_000);
    Ticket first = purse.open("", false, 3000, 8192, FREE);
    first.send(0);
    first.close(reported(600, 0), 0, true);

    // 5 bytes a token: 99,400 are left, of which 1,000 bytes take 200.
    assertThat(purse.open("", false, 1000, 1_000_000, FREE).outputTokens()).isEqualTo(99_400 - 200);
  }

  @Test
  void aCallThatDoesNotReportIsCountedAtTheEstimate() {
    var purse = tokens(10_000);
    Ticket silent = purse.open("", false, 300, 8192, FREE);
    silent.send(0);
    silent.close(TokenCount.UNKNOWN, 600, true);

    assertThat(purse.open("", false, 300, 1_000_000, FREE).outputTokens())
        .isEqualTo(10_000 - 100 - 200 - 100);
  }

  @Test
  void aCallThatWasNeverSentCostsNothing() {
    var purse = calls(1);
    purse.open("", false, 300, 8192, FREE).abandon(0);

    assertThat(purse.open("", false, 300, 8192, FREE).outputTokens()).isEqualTo(8192);
  }

  @Test
  void aCallThatBreaksOffIsCountedAsAllThatItMightHaveWritten() {
    var purse = tokens(10_000);
    Ticket broken = purse.open("", false, 300, 800, FREE);
    broken.send(0);
    broken.abandon(30);
    Ticket cutOff = purse.open("", false, 300, 800, FREE);
    cutOff.send(0);
    cutOff.close(TokenCount.UNKNOWN, 30, false);

    assertThat(purse.open("", false, 300, 1_000_000, FREE).outputTokens())
        .isEqualTo(10_000 - 2 * 900 - 100);
  }

  @Test
  void aCallThatIsRefusedIsCountedAsItsPrompt() {
    var purse = tokens(10_000);
    Ticket refusedCall = purse.open("", false, 300, 800, FREE);
    refusedCall.send(0);
    refusedCall.refused();
    refusedCall.abandon(0);

    assertThat(purse.open("", false, 300, 1_000_000, FREE).outputTokens())
        .isEqualTo(10_000 - 100 - 100);
  }

  @Test
  void aRetryIsACallMoreAndIsRefusedIfThereIsNone() {
    var purse = calls(2);
    Ticket ticket = purse.open("", false, 300, 8192, FREE);
    ticket.send(0);
    ticket.send(10);

    assertRefused(() -> ticket.send(0), "model calls");
    assertThat(refused).as("only the call has failed").isEmpty();
    ticket.abandon(0);
    assertRefused(() -> purse.open("", false, 300, 8192, FREE), "model calls");
  }

  @Test
  void aRetryMayWriteLessButNotLessThan256Tokens() {
    var purse = tokens(700);
    Ticket ticket = purse.open("", false, 300, 800, FREE);
    // Each one costs 100 for its prompt.
    for (int left = 600; left >= 300; left -= 100) {
      ticket.send(0);
      assertThat(ticket.outputTokens()).isEqualTo(left);
      ticket.refused();
    }

    assertRefused(() -> ticket.send(0), "tokens");
  }

  @Test
  void aPlanIsWrittenAgainOutOfItsShareAndItsVerificationIsStillPaid() {
    var purse = tokens(3000);
    purse.reserve(candidates(1), 64);
    Ticket plan = plan(purse, 1);
    assertThat(plan.outputTokens()).isEqualTo(900);
    plan.send(0);
    plan.refused();
    plan.send(0);
    assertThat(plan.outputTokens()).isEqualTo((2900 - 300) / 3);
    plan.close(reported(100, 866), 0, true);

    assertThat(purse.open("solution/1", false, 600 + 3 * 866, 8192, FREE).outputTokens())
        .isEqualTo(866);
  }

  @Test
  void aPlanThatBrokeOffIsWrittenAgainShorter() {
    var purse = tokens(3000);
    purse.reserve(candidates(1), 64);
    Ticket plan = plan(purse, 1);
    plan.send(0);
    plan.send(10);

    assertThat(plan.outputTokens()).isEqualTo((3000 - 1000 - 300) / 3);
  }

  @Test
  void aRetryTakesNothingThatIsSetAsideForAVerdict() {
    var purse = calls(5);
    purse.reserve(candidates(2), 64);
    Ticket plan = plan(purse, 1);
    plan.send(0);
    plan.send(0);

    assertRefused(() -> plan.send(0), "model calls");
    plan.abandon(0);
    assertThat(purse.open("solution/1", false, 300, 8192, FREE).outputTokens()).isEqualTo(8192);
    assertThat(plan(purse, 2).outputTokens()).isEqualTo(8192);
    assertThat(purse.open("solution/2", false, 300, 8192, FREE).outputTokens()).isEqualTo(8192);
  }

  /** As many bytes of plan as its tokens can have: estimated, they would take all and more. */
  @Test
  void aVerificationThatIsSetAsideIsNotRefusedHoweverLongItsPlanIsEstimated() {
    var purse = tokens(300 + 3 * 256);
    purse.reserve(candidates(1), 64);
    Ticket plan = plan(purse, 1);
    plan.send(0);
    plan.close(reported(100, 256), 8 * 256, true);

    Ticket verdict = purse.open("solution/1", false, 600 + 8 * 256, 8192, FREE);
    assertThat(verdict.outputTokens()).isEqualTo(256);
    verdict.send(0);
    verdict.close(reported(200 + 256, 256), 0, true);
    // The estimate was wrong, and the budget is used up to its last token.
    assertRefused(() -> purse.open("", false, 0, 1, FREE), "tokens");
  }

  @Test
  void aPlanThatKeptToNoLimitHasUsedUpItsVerification() {
    var purse = tokens(3000);
    purse.reserve(candidates(1), 64);
    Ticket plan = plan(purse, 1);
    plan.send(0);
    plan.close(reported(100, 5000), 900, true);

    assertRefused(() -> purse.open("solution/1", false, 1500, 8192, FREE), "tokens");
  }

  @Test
  void aPlanThatIsWrittenNeedsOnlyItsVerification() {
    var written =
        new CandidateNeeds(
            CallKey.of("solution/1"),
            CandidateNeeds.Calls.NONE,
            new CandidateNeeds.Calls(1, 600 + 300, 8192, FREE));
    var purse = tokens(1000);

    assertThat(purse.reserve(List.of(written), 64)).isOne();
    assertThat(purse.open("solution/1", false, 900, 8192, FREE).outputTokens()).isEqualTo(700);
  }

  @Test
  void aCountBeyondAllMeasureDoesNotMakeABudgetEndless() {
    Optional<Prices> prices = Optional.of(new Prices(1_000_000, 1_000_000, 1_000_000, "USD"));
    var purse = new Purse(money(1_000_000_000), RunCost.NOTHING, refused::add, _ -> {});
    List<Ticket> tickets =
        Stream.generate(() -> purse.open("", false, 30, 10, prices)).limit(3).toList();
    for (Ticket ticket : tickets) {
      ticket.send(0);
      ticket.close(reported(Long.MAX_VALUE, Long.MAX_VALUE), 0, true);
    }

    assertRefused(() -> purse.open("", false, 30, 10, prices), "cost");
  }

  @Test
  void moneyIsCountedByTheModelsPrices() {
    Optional<Prices> prices = Optional.of(new Prices(1_000, 100, 4_000, "USD"));
    var purse = new Purse(money(10_000_000), RunCost.NOTHING, refused::add, _ -> {});
    Ticket first = purse.open("", false, 3000, 1_000_000, prices);
    assertThat(first.outputTokens()).isEqualTo((10_000_000 - 1000 * 1000) / 4000);
    first.send(0);
    // 200 tokens read, 800 from the cache, 500 written.
    first.close(
        new TokenCount(
            OptionalLong.of(1000),
            OptionalLong.of(800),
            OptionalLong.of(500),
            OptionalLong.empty()),
        0,
        true);

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

  private static Ticket plan(Purse purse, int number) {
    return purse.open("solution/" + number, true, 300, 8192, FREE);
  }

  private static List<CandidateNeeds> candidates(int count) {
    return candidates(count, 8192);
  }

  private static List<CandidateNeeds> candidates(int count, int outputTokens) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(CallKey.of("solution")::child)
        .map(
            key ->
                new CandidateNeeds(
                    key, new CandidateNeeds.Calls(1, 300, outputTokens, FREE), QUESTION))
        .toList();
  }

  private static Budget money(long picos) {
    return new Budget(
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.of(new Money(picos, "USD")),
        Optional.empty());
  }

  private Purse calls(long most) {
    return new Purse(
        new Budget(OptionalLong.of(most), OptionalLong.empty(), Optional.empty(), Optional.empty()),
        RunCost.NOTHING,
        refused::add,
        _ -> {});
  }

  private Purse tokens(long most) {
    return new Purse(
        new Budget(OptionalLong.empty(), OptionalLong.of(most), Optional.empty(), Optional.empty()),
        RunCost.NOTHING,
        refused::add,
        _ -> {});
  }

  private static TokenCount reported(long input, long output) {
    return new TokenCount(
        OptionalLong.of(input),
        OptionalLong.empty(),
        OptionalLong.of(output),
        OptionalLong.empty());
  }
}
