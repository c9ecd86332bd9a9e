package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan that was wrong is not made again. */
class EarlierPlanTest {

  private static final String ONE_CITY =
      "You plan to visit 1 city for 3 days. You want to spend 3 days in Bern.";

  /** Whoever errs here has one day, and one absence to overlook. */
  private static final String ONE_ABSENCE =
      "You need to schedule a meeting for Ada and Bert for one hour between the work hours of"
          + " 9:00 to 17:00 on either Monday or Tuesday. Ada is busy on Monday.";

  private final Conversation exact = new Conversation(OfflineSettings.exact());
  private final Conversation wrong = new Conversation(new OfflineSettings(1, 0, 0));

  static List<String> problems() {
    return Stream.concat(
            Stream.of(ONE_CITY, ONE_ABSENCE),
            IntStream.range(0, 40)
                .mapToObj(
                    i ->
                        i % 2 == 0
                            ? CalendarInstances.make(new Random(i)).text()
                            : TripInstances.make(new Random(i)).text()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aWrongPlanIsNotRepeatedHoweverItIsWritten(String problem) {
    for (long seed = 0; seed < 10; seed++) {
      String plan = wrong.plan(problem, seed);
      assertThat(wrong.planAfter(problem, plan, seed)).isNotEqualTo(plan);
      assertThat(withoutForm(wrong.chainAfter(problem, plan, seed)))
          .isNotEqualTo(withoutForm(plan));
      String chain = wrong.chain(problem, "", seed);
      assertThat(wrong.chainAfter(problem, chain, seed)).isNotEqualTo(chain);
      assertThat(withoutForm(wrong.planAfter(problem, chain, seed)))
          .isNotEqualTo(withoutForm(chain));
    }
  }

  /** What is left is the same of two texts that propose the same. */
  private static String withoutForm(String plan) {
    return plan.replaceFirst("(?s)^Here is the trip plan.*?\n\n", "")
        .replaceFirst("Arriving in .* and visit", "Visit")
        .replaceFirst("^Day: .*\n", "");
  }

  @Test
  void whoKnowsButOneErrorGetsItRightTheSecondTime() {
    String plan = wrong.plan(ONE_CITY);
    assertThat(exact.score(ONE_CITY, wrong.planAfter(ONE_CITY, plan, 0))).isEqualTo(100);
  }

  @Test
  void whoCannotGetItRightAnyMoreGivesUp() {
    String problem = ONE_ABSENCE + " Bert can not meet on Monday.";
    for (long seed = 0; seed < 10; seed++) {
      String chain = wrong.chainAfter(problem, "Monday, 9:00 - 10:00", seed);
      assertThat(chain).startsWith("Day: Monday\nThere is no plan");
      assertThat(exact.score(problem, chain)).isLessThan(95);
    }
  }

  @Test
  void theSameInOtherWordsIsTheSame() {
    String plan = wrong.plan(ONE_CITY);
    assertThat(plan).endsWith("**Day 1-4:** Arriving in Bern and visit Bern for 4 days.");
    assertThat(wrong.planAfter(ONE_CITY, "Days 1 to 4: Bern", 0)).doesNotContain("Day 1-4");
  }

  @Test
  void aRightPlanMayBeMadeAgain() {
    for (String problem : problems()) {
      String plan = exact.plan(problem);
      assertThat(exact.planAfter(problem, plan, 0)).isEqualTo(plan);
      assertThat(exact.score(problem, exact.chainAfter(problem, plan, 0))).isEqualTo(100);
    }
  }

  @Test
  void errorsStayAsFrequentAsTheyAre() {
    Conversation noisy = new Conversation(new OfflineSettings(0.3, 0, 0));
    String problem = TripInstances.make(new Random(1)).text();
    String earlier = wrong.plan(problem);
    int seeds = 400;
    long plans =
        LongStream.range(0, seeds)
            .filter(seed -> exact.score(problem, noisy.planAfter(problem, earlier, seed)) < 95)
            .count();
    long chains =
        LongStream.range(0, seeds)
            .filter(seed -> exact.score(problem, noisy.chainAfter(problem, earlier, seed)) < 95)
            .count();
    assertThat(plans / (double) seeds).isBetween(0.25, 0.35);
    assertThat(chains / (double) seeds).isBetween(0.25, 0.35);
  }
}
