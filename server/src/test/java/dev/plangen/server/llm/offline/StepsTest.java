package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that are written step by step. */
class StepsTest {

  private static final int INSTANCES = 100;

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
      You want to spend 3 days in Linz. You want to spend 4 days in Graz.

      Here are the cities that have direct flights:
      Linz and Bern, Linz and Graz.
      """;

  private final Conversation exact = new Conversation(OfflineSettings.exact());
  private final Conversation wrong = new Conversation(new OfflineSettings(1, 0, 0));

  @Test
  void aMeetingGetsItsDayAndThenItsTime() {
    assertThat(exact.step(MEETING, "", 0)).isEqualTo("Day: Tuesday");
    assertThat(exact.step(MEETING, "Day: Tuesday", 0))
        .isEqualTo("Here is the proposed time: Tuesday, 10:30 - 11:30");
  }

  @Test
  void aTripGetsOneStayAfterTheOther() {
    assertThat(exact.step(TRIP, "", 0)).isEqualTo("**Day 1-4:** Visit Bern for 4 days.");
    assertThat(exact.step(TRIP, "**Day 1-4:** Visit Bern for 4 days.", 0))
        .isEqualTo("**Day 4:** Fly from Bern to Linz.\n**Day 4-6:** Visit Linz for 3 days.");
  }

  @Test
  void aStepFollowsARightBeginningThatTheModelWouldNotHaveWritten() {
    assertThat(exact.step(MEETING, "Day: Wednesday", 0)).endsWith("Wednesday, 9:30 - 10:30");
    assertThat(exact.chain(TRIP, "**Day 1-4:** Visit Graz for 4 days.", 0))
        .endsWith("**Day 6:** Fly from Linz to Bern.\n**Day 6-9:** Visit Bern for 4 days.");
  }

  @Test
  void theStepsOfMeetingsAreThoseOfThePlanThatIsWrittenAtOnce() {
    for (int i = 0; i < INSTANCES; i++) {
      CalendarInstances.Instance instance = CalendarInstances.make(new Random(i));
      String steps = exact.chain(instance.text(), "", i);
      assertThat(PlanChecker.holds(instance, steps)).as("%s\n%s", instance, steps).isTrue();
      assertThat(steps.lines()).hasSize(2);
      assertThat(steps).endsWith("\n" + exact.plan(instance.text()));
      assertThat(exact.score(instance.text(), steps)).isEqualTo(100);
    }
  }

  @Test
  void theStepsOfTripsAreThoseOfThePlanThatIsWrittenAtOnce() {
    for (int i = 0; i < INSTANCES; i++) {
      TripInstances.Instance instance = TripInstances.make(new Random(i));
      String steps = exact.chain(instance.text(), "", i);
      assertThat(PlanChecker.holds(instance, steps)).as("%s\n%s", instance, steps).isTrue();
      assertThat(exact.plan(instance.text()).replaceFirst("Arriving in .* and visit", "Visit"))
          .endsWith("\n\n" + steps);
      assertThat(exact.score(instance.text(), steps)).isEqualTo(100);
    }
  }

  @Test
  void everyRightBeginningOfATripIsEndedRightly() {
    Random random = new Random(5);
    for (int i = 0; i < INSTANCES; i++) {
      TripInstances.Instance instance = TripInstances.make(new Random(i));
      if (instance.stays().size() > 5) {
        continue;
      }
      for (List<String> order : Beginnings.rightOrders(instance)) {
        List<String> begun = order.subList(0, random.nextInt(order.size()));
        String steps = exact.chain(instance.text(), Beginnings.steps(instance, begun), i);
        assertThat(PlanChecker.holds(instance, steps)).as("%s\n%s", instance, steps).isTrue();
      }
    }
  }

  @Test
  void wrongMeetingsComeToAnEndAndAreReadAsWrong() {
    for (int i = 0; i < INSTANCES; i++) {
      CalendarInstances.Instance instance = CalendarInstances.make(new Random(i));
      String steps = wrong.chain(instance.text(), "", i);
      assertThat(PlanChecker.holds(instance, steps)).as("%s\n%s", instance, steps).isFalse();
      assertThat(exact.score(instance.text(), steps)).isLessThan(95);
      assertThat(exact.score(instance.text(), wrong.chain(instance.text(), "Day: Friday", i)))
          .isLessThan(95);
    }
  }

  @Test
  void wrongTripsComeToAnEndAndAreReadAsWrong() {
    for (int i = 0; i < INSTANCES; i++) {
      TripInstances.Instance instance = TripInstances.make(new Random(i));
      String steps = wrong.chain(instance.text(), "", i);
      assertThat(PlanChecker.holds(instance, steps)).as("%s\n%s", instance, steps).isFalse();
      assertThat(exact.score(instance.text(), steps)).isLessThan(95);
    }
  }

  @Test
  void afterAnErrorTheModelGoesOnToACompletePlan() {
    for (int i = 0; i < INSTANCES; i++) {
      TripInstances.Instance instance = TripInstances.make(new Random(i));
      String slip = wrong.step(instance.text(), "", i);
      String steps = exact.chain(instance.text(), slip, i);
      assertThat(exact.score(instance.text(), steps)).isLessThan(95);
      assertThat(steps.lines().filter(line -> line.contains("Visit")).count())
          .isBetween(1L, (long) instance.stays().size());
    }
    assertThat(exact.step(MEETING, "Day: Monday", 0)).startsWith("Here is the proposed time: Mon");
  }

  @ParameterizedTest
  @CsvSource({"MEETING, 2", "TRIP, 5"})
  void differentSeedsErrInDifferentWays(String problem, int least) {
    String text = problem.equals("TRIP") ? TRIP : MEETING;
    Set<String> chains =
        LongStream.range(0, 100)
            .mapToObj(seed -> wrong.chain(text, "", seed))
            .collect(Collectors.toSet());
    assertThat(chains).hasSizeGreaterThanOrEqualTo(least);
    assertThat(wrong.chain(text, "", 7)).isEqualTo(wrong.chain(text, "", 7));
  }

  @Test
  void aProblemWithoutASolutionIsToldToHaveNoneInOneStep() {
    for (String problem :
        List.of(
            MEETING + "Ada can not meet on Tuesday or Wednesday.", TRIP.replace("9 d", "8 d"))) {
      String step = exact.step(problem, "", 0);
      assertThat(step).isEqualTo(exact.plan(problem)).startsWith("There is no plan");
      assertThat(exact.isComplete(problem, step)).isTrue();
      assertThat(exact.reward(problem, step)).isEqualTo(100);
      assertThat(exact.score(problem, wrong.chain(problem, "", 0))).isLessThan(95);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Day: Tuesday                                                   | false
          Tuesday looks good.                                            | false
          Day: Tuesday\\nHere is the proposed time: Tuesday, 9:00 - 9:30 | true
          Day: Tuesday\\nFrom 9:00 to 9:30                               | true
          It is impossible.                                              | true
          """)
  void aMeetingIsCompleteWithItsTime(String steps, boolean complete) {
    assertThat(exact.isComplete(MEETING, steps.replace("\\n", "\n"))).isEqualTo(complete);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          **Day 1-4:** Visit Bern                                        | false
          Day 1-4: Bern\\nDay 4-6: Linz                                  | false
          Day 1-4: Bern\\nDay 4-9: Linz                                  | true
          Day 1-2: Bern\\nDay 2-3: Linz\\nDay 3-4: Graz                  | true
          Day 1-4: Oslo                                                  | false
          Day 4: Fly from Bern to Linz.                                  | false
          There is no such trip.                                         | true
          """)
  void aTripIsCompleteWithAllItsCitiesOrDays(String steps, boolean complete) {
    assertThat(exact.isComplete(TRIP, steps.replace("\\n", "\n"))).isEqualTo(complete);
  }

  @Test
  void theLastCityOfOneDayIsNotForgotten() {
    String problem =
        TRIP.replace("3 European cities for 9", "4 European cities for 9")
            .replace("\n\nHere", " You want to spend 1 day in Wien.\n\nHere")
            .replace("Linz and Bern", "Graz and Wien, Linz and Bern");
    String steps = exact.chain(problem, "", 0);
    assertThat(steps).endsWith("**Day 9-9:** Visit Wien for 1 day.");
    assertThat(exact.score(problem, steps)).isEqualTo(100);
  }

  @Test
  void aCompletePlanIsLeftAsItIs() {
    String steps = exact.chain(TRIP, "", 0);
    String longer = steps + "\n" + wrong.step(TRIP, steps, 0);
    assertThat(longer).endsWith("\nThe plan is complete.");
    assertThat(exact.score(TRIP, longer)).isEqualTo(100);
    assertThat(wrong.step(MEETING, "Monday, 9:00 - 10:00", 0)).isEqualTo("The plan is complete.");
  }
}
