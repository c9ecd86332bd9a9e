package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseTest {

  private static final int SEEDS = 400;

  /** With which a rate of 0.4 is measured with a standard error of 0.012. */
  private static final int MANY_SEEDS = 1_600;

  /** The same names and days throughout, since each test asks about both families. */
  static List<String> problems() {
    return List.of(
        "You need to schedule a meeting for Ada and Bert for one hour between the work hours of"
            + " 9:00 to 17:00 on Monday.\nAda is busy on Monday during 9:00 to 12:00; \nBert has"
            + " meetings on Monday during 13:00 to 14:30; \nBert would rather not meet on Monday"
            + " before 10:30.",
        "You need to schedule a meeting for Ada and Bert for one hour between the work hours of"
            + " 9:00 to 17:00 on either Monday or Tuesday.\nAda is busy on Monday during 9:00 to"
            + " 12:00, 14:00 to 17:00; \nBert has meetings on Monday during 10:00 to 15:30, Tuesday"
            + " during 9:00 to 10:00, 11:30 to 13:00;",
        "You plan to visit 3 European cities for 9 days in total. You want to spend 4 days in Bern."
            + " You want to spend 3 days in Linz. You want to spend 4 days in Graz.\n\nHere are the"
            + " cities that have direct flights:\nLinz and Bern, Linz and Graz.");
  }

  @ParameterizedTest
  @MethodSource("problems")
  void plansErrAtTheRateThatIsSet(String problem) {
    Conversation exact = new Conversation(OfflineSettings.exact());
    Conversation noisy = new Conversation(new OfflineSettings(0.3, 0, 0));
    assertThat(rate(seed -> exact.score(problem, noisy.plan(problem, seed)) < 95))
        .isBetween(0.25, 0.35);
  }

  /** One step of a chain errs less often than a plan, so that the whole errs as often. */
  @ParameterizedTest
  @MethodSource("problems")
  void plansThatAreWrittenStepByStepErrAtTheSameRate(String problem) {
    Conversation exact = new Conversation(OfflineSettings.exact());
    Conversation noisy = new Conversation(new OfflineSettings(0.4, 0, 0));
    assertThat(rate(MANY_SEEDS, seed -> exact.score(problem, noisy.chain(problem, "", seed)) < 95))
        .isBetween(0.36, 0.44);
  }

  @Test
  void overManyProblemsPlansAndChainsErrAtTheSameRate() {
    Conversation exact = new Conversation(OfflineSettings.exact());
    Conversation noisy = new Conversation(new OfflineSettings(0.5, 0, 0));
    List<String> many =
        IntStream.range(0, MANY_SEEDS)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? CalendarInstances.make(new Random(i)).text()
                        : TripInstances.make(new Random(i)).text())
            .toList();
    assertThat(
            rate(
                MANY_SEEDS,
                i -> exact.score(many.get((int) i), noisy.plan(many.get((int) i), i)) < 95))
        .isBetween(0.45, 0.55);
    assertThat(
            rate(
                MANY_SEEDS,
                i -> exact.score(many.get((int) i), noisy.chain(many.get((int) i), "", i)) < 95))
        .isBetween(0.45, 0.55);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void atFullNoiseEveryPlanIsWrongAndNotAlwaysInTheSameWay(String problem) {
    Conversation exact = new Conversation(OfflineSettings.exact());
    Conversation noisy = new Conversation(new OfflineSettings(1, 0, 0));
    Set<String> plans =
        LongStream.range(0, SEEDS)
            .mapToObj(seed -> noisy.plan(problem, seed))
            .collect(Collectors.toSet());
    assertThat(plans).hasSizeGreaterThan(2).allMatch(plan -> exact.score(problem, plan) < 95);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void judgementsErrAtTheRateThatIsSetInBothDirections(String problem) {
    Conversation noisy = new Conversation(new OfflineSettings(0, 0.2, 0));
    String right = noisy.plan(problem);
    String wrong = new Conversation(new OfflineSettings(1, 0, 0)).plan(problem);
    assertThat(rate(seed -> noisy.score(problem, right, seed) < 95)).isBetween(0.15, 0.25);
    assertThat(rate(seed -> noisy.score(problem, wrong, seed) >= 95)).isBetween(0.15, 0.25);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aJudgeMayErrMoreOftenInOneDirection(String problem) {
    Conversation noisy = new Conversation(new OfflineSettings(0, 0.3, 0.05, 0));
    Conversation wrong = new Conversation(new OfflineSettings(1, 0, 0));
    String right = noisy.plan(problem);
    assertThat(rate(MANY_SEEDS, seed -> noisy.score(problem, right, seed) < 95))
        .isBetween(0.03, 0.07);
    assertThat(rate(MANY_SEEDS, s -> noisy.score(problem, wrong.plan(problem, s), s) >= 95))
        .isBetween(0.26, 0.34);
    Conversation gullible = new Conversation(new OfflineSettings(0, 1, 0, 0));
    assertThat(rate(seed -> gullible.score(problem, right, seed) == 100)).isOne();
    assertThat(rate(seed -> gullible.score(problem, wrong.plan(problem, seed), seed) >= 95))
        .isOne();
  }

  @ParameterizedTest
  @MethodSource("problems")
  void beginningsAreJudgedWithTheSameErrors(String problem) {
    Conversation noisy = new Conversation(new OfflineSettings(0, 0.3, 0.1, 0));
    String right = noisy.step(problem, "", 0);
    String wrong = right.startsWith("Day") ? "Day: Sunday" : "**Day 1-5:** Visit Bern for 5 days.";
    assertThat(rate(MANY_SEEDS, seed -> noisy.reward(problem, right, seed) < 95))
        .isBetween(0.07, 0.13);
    assertThat(rate(MANY_SEEDS, seed -> noisy.reward(problem, wrong, seed) >= 95))
        .isBetween(0.26, 0.34);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aMistakenVerdictIsPlausible(String problem) {
    Conversation mistaken = new Conversation(new OfflineSettings(0, 1, 0));
    String right = mistaken.plan(problem);
    String wrong = new Conversation(new OfflineSettings(1, 0, 0)).plan(problem);
    assertThat(mistaken.verdict(problem, right)).containsOnlyOnce(": broken, ");
    assertThat(mistaken.verdict(problem, wrong)).doesNotContain("broken");
  }

  /** A judge that is right as often as a coin must not tell by its digits when it is. */
  @ParameterizedTest
  @MethodSource("problems")
  void aMistakenVerdictHasTheScoreOfWhatThePlanIsTakenFor(String problem) {
    Conversation mistaken = new Conversation(new OfflineSettings(0, 1, 0));
    String right = mistaken.plan(problem);
    String wrong = new Conversation(new OfflineSettings(1, 0, 0)).plan(problem);
    assertThat(mistaken.score(problem, wrong)).isEqualTo(100);
    assertThat(mistaken.score(problem, right)).isEqualTo(50);
    String begun = mistaken.step(problem, "", 0);
    String wrongly =
        begun.startsWith("Day") ? "Day: Sunday" : "**Day 1-5:** Visit Bern for 5 days.";
    assertThat(mistaken.reward(problem, wrongly)).isEqualTo(100);
    assertThat(mistaken.reward(problem, begun)).isEqualTo(-40);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theSameSeedGivesTheSameAnswer(String problem) {
    OfflineSettings settings = new OfflineSettings(0.5, 0.5, 0);
    for (long seed = -20; seed < 20; seed++) {
      String plan = new Conversation(settings).plan(problem, seed);
      assertThat(new Conversation(settings).plan(problem, seed)).isEqualTo(plan);
      assertThat(new Conversation(settings).verdict(problem, plan, seed))
          .isEqualTo(new Conversation(settings).verdict(problem, plan, seed));
    }
  }

  @Test
  void nothingToGetWrongIsGotWrongAllTheSame() {
    String free =
        "You need to schedule a meeting for Ada and Bert for one hour between the work hours of"
            + " 0:00 to 24:00 on Monday.";
    Conversation noisy = new Conversation(new OfflineSettings(1, 0, 0));
    String oneCity = "You plan to visit 1 city for 3 days. You want to spend 3 days in Bern.";
    for (long seed = 0; seed < 50; seed++) {
      assertThat(noisy.score(free, noisy.plan(free, seed))).isLessThan(95);
      assertThat(noisy.plan(oneCity, seed)).contains("for 4 days.");
    }
  }

  @Test
  void aMeetingThatEndsAtMidnightIsNotShiftedBeyondIt() {
    String late =
        "You need to schedule a meeting for Ada and Bert for one hour between the work hours of"
            + " 9:00 to 24:00 on Monday. Ada is busy on Monday during 9:00 to 23:00.";
    Conversation noisy = new Conversation(new OfflineSettings(1, 0, 0));
    for (long seed = 0; seed < 50; seed++) {
      assertThat(noisy.score(late, noisy.plan(late, seed))).isLessThan(95);
    }
  }

  private static double rate(LongPredicate error) {
    return rate(SEEDS, error);
  }

  private static double rate(int seeds, LongPredicate error) {
    return LongStream.range(0, seeds).filter(error).count() / (double) seeds;
  }
}
