package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.PromptSection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judgement of a plan's beginning. */
class RewardTest {

  private static final int INSTANCES = 200;

  private static final String MEETING =
      """
      You need to schedule a meeting for Ada and Bert for one hour between the work hours of 9:00 \
      to 17:00 on either Monday, Tuesday or Wednesday.
      Ada is busy on Monday during 9:00 to 13:00, Tuesday during 9:00 to 10:30;
      Bert is busy on Monday during 12:30 to 17:00, Wednesday during 9:00 to 9:30;
      """;

  private static final String TRIP =
      """
      You plan to visit 3 European cities for 9 days in total. You want to spend 4 days in Bern. \
      You want to spend 3 days in Linz. You want to meet a friend in Linz between day 4 and day 6. \
      You want to spend 4 days in Graz.

      Here are the cities that have direct flights:
      Linz and Bern, Linz and Graz, Bern and Graz.
      """;

  private final Conversation exact = new Conversation(OfflineSettings.exact());

  @Test
  void aRightBeginningKeepsEveryConstraintThatItDecides() {
    assertThat(exact.judgeBeginning(TRIP, "**Day 1-4:** Visit Graz for 4 days.", 0))
        .isEqualTo(
            """
            You want to spend 4 days in Graz: satisfied.
            A plan that satisfies every constraint begins with these steps: satisfied.
            Score: 100\
            """);
    assertThat(exact.judgeBeginning(MEETING, "Day: Wednesday", 0))
        .isEqualTo(
            """
            The meeting takes place on Monday or Tuesday or Wednesday: satisfied.
            A plan that satisfies every constraint begins with these steps: satisfied.
            Score: 100\
            """);
  }

  @Test
  void nothingWrittenYetCanStillBecomeRight() {
    assertThat(exact.reward(TRIP, "")).isEqualTo(100);
    assertThat(exact.reward(MEETING, " \n ")).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Day: Monday                                  | begins with these steps: broken, there is no time on Monday that suits all | -40
          Day: Friday                                  | broken, the day is Friday                     | -40
          Day: Tuesday\\nTuesday, 9:00 - 10:30         | broken, the meeting lasts 90 minutes          | -80
          Somewhere nice                               | broken, no plan can be read in it             | -100
          There is no such time.                       | broken, there is one                          | -100
          """)
  void aWrongBeginningOfAMeetingIsToldWhatItBreaks(String steps, String fault, int score) {
    assertThat(exact.judgeBeginning(MEETING, steps.replace("\\n", "\n"), 0))
        .contains(fault + ".")
        .endsWith("\nScore: " + score);
  }

  @Test
  void aLaterDayThanTheEarliestIsBrokenOnlyIfTheEarliestIsWanted() {
    assertThat(exact.reward(MEETING, "Day: Wednesday")).isEqualTo(100);
    String earliest = MEETING + "The group would like to meet at their earliest availability.";
    assertThat(exact.reward(earliest, "Day: Tuesday")).isEqualTo(100);
    assertThat(exact.judgeBeginning(earliest, "Day: Wednesday", 0))
        .contains("broken, all can meet on an earlier day.")
        .endsWith("\nScore: -40");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Day 1-3: Linz                                | between day 4 and day 6: broken, the plan is not there on all of those days | -40
          Day 1-5: Bern                                | broken, the plan spends 5 days there          | -40
          Day 2-5: Bern                                | broken, the plan begins on day 2              | -40
          Day 1-4: Oslo                                | broken, the plan visits Oslo                  | -40
          Day 1-4: Bern\\nDay 4-7: Graz                | broken, in whatever order the other cities follow, a constraint breaks | -40
          Day 1-4: Bern\\nDay 5-7: Linz                | broken, Bern ends on day 4 and Linz begins on day 5 | -80
          Day 1-4: Bern\\nDay 3: Fly from Bern to Linz\\nDay 4-6: Linz | broken, none of them needs one from Bern to Linz on day 3 | -40
          Day 1-4: Bern\\nDay 4-6: Linz\\nDay 6-8: Graz | broken, the plan goes from day 1 to day 8    | -80
          Somewhere nice                               | broken, no plan can be read in it             | -100
          """)
  void aWrongBeginningOfATripIsToldWhatItBreaks(String steps, String fault, int score) {
    assertThat(
            exact.judgeBeginning(TRIP, steps.replace("\\n", "\n").replace("Oslo", "Visit Oslo"), 0))
        .contains(fault + ".")
        .endsWith("\nScore: " + score);
  }

  @Test
  void daysAreJudgedRightly() {
    for (int i = 0; i < INSTANCES; i++) {
      CalendarInstances.Instance instance = CalendarInstances.make(new Random(i));
      for (String day : instance.days()) {
        int score = exact.reward(instance.text(), "Day: " + day);
        assertThat(score == 100)
            .as("%s %s", instance, day)
            .isEqualTo(Beginnings.canBecomeRight(instance, day));
        assertThat(score == 100 || score < 0).isTrue();
      }
    }
  }

  @Test
  void beginningsOfTripsAreJudgedRightly() {
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < INSTANCES; i++) {
      TripInstances.Instance instance = TripInstances.make(new Random(i));
      if (instance.stays().size() > 5) {
        continue;
      }
      List<List<String>> orders = Beginnings.rightOrders(instance);
      Random random = new Random(i);
      for (int round = 0; round < 8; round++) {
        List<String> order = new ArrayList<>(orders.get(random.nextInt(orders.size())));
        Collections.swap(order, random.nextInt(order.size()), random.nextInt(order.size()));
        List<String> begun = order.subList(0, 1 + random.nextInt(order.size()));
        boolean expected = orders.stream().anyMatch(o -> o.subList(0, begun.size()).equals(begun));
        int score = exact.reward(instance.text(), Beginnings.steps(instance, begun));
        assertThat(score == 100).as("%s %s", instance, begun).isEqualTo(expected);
        assertThat(score == 100 || score < 0).isTrue();
        right += expected ? 1 : 0;
        wrong += expected ? 0 : 1;
      }
    }
    assertThat(right).isGreaterThan(100);
    assertThat(wrong).isGreaterThan(100);
  }

  @Test
  void aScoreOfABeginningIsOneOfItsSteps() {
    String prompt =
        exact.ask(
            Conversation.prompt(
                AnswerFormat.SCORE,
                PromptSection.PROBLEM.wrap(TRIP),
                PromptSection.STEPS.wrap("**Day 1-3:** Visit Linz for 3 days."),
                PromptSection.VERDICT.wrap("It seems wrong.")),
            0);
    assertThat(prompt).isEqualTo("Score: -40");
  }
}
