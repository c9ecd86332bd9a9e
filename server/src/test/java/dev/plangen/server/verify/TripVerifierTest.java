package dev.plangen.server.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.verify.TripCase.Solved;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripVerifierTest {

  private static final String STAYS =
      "You plan to visit 3 European cities for 14 days in total. You only take direct flights to"
          + " commute between cities. You would like to visit Florence for 6 days. You want to"
          + " meet a friend in Florence between day 9 and day 14. You would like to visit Nice for"
          + " 5 days. You want to spend 5 days in Kraków.";
  private static final String FLIGHTS =
      "\n\nHere are the cities that have direct flights:\n"
          + "Nice and Florence, from Kraków to Nice, Kraków and Florence.\n\n"
          + "Find a trip plan of visiting the cities for 14 days by taking direct flights to"
          + " commute between them.";

  /** Right is only Kraków, Nice, Florence: there is no flight from Nice to Kraków. */
  private static final String PROBLEM = STAYS + FLIGHTS;

  private static final String RIGHT =
      """
      Here is the trip plan for visiting the 3 European cities for 14 days:

      **Day 1-5:** Arriving in Kraków and visit Kraków for 5 days.
      **Day 5:** Fly from Kraków to Nice.
      **Day 5-9:** Visit Nice for 5 days.
      **Day 9:** Fly from Nice to Florence.
      **Day 9-14:** Visit Florence for 6 days.\
      """;

  private final TripVerifier verifier = new TripVerifier();

  private Opinion verify(String problem, String plan, String... constraints) {
    return verifier.verify(
        new PlanUnderTest(problem, List.of(constraints), CallKey.of("plan"), plan),
        Cancellation.create());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RIGHT,
        """
        **Day 1-5:** Arriving in Krakow and visiting Krakow for 5 days.
        **Day 5:** Fly to Nice.
        **Day 5–9:** Visit Nice.
        **Day 9-14:** Fly to Florence and stay in Florence for 6 days.
        """,
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Florence",
        "- Days 1 to 5: Kraków (5 days)\n- Days 5 to 9: Nice (5 days)\n"
            + "- Days 9 to 14: Florence (6 days)",
        "Kraków (Day 1-5), Nice (Day 5-9), Florence (Day 9-14)",
        "Kraków (days 1–5) → Nice (days 5–9) → Florence (days 9–14)",
        "| Days | City |\n|---|---|\n| Day 1-5 | Kraków |\n| Day 5-9 | Nice |\n"
            + "| Day 9-14 | Florence |",
        "1. Kraków: Day 1 - Day 5\n2. Nice: Day 5 - Day 9\n3. Florence: Day 9 - Day 14",
        "Stay in Kraków from day 1 to day 5, then fly to Nice on day 5. Stay in Nice from day 5"
            + " until day 9. Fly from Nice to Florence on day 9 and enjoy Florence from day 9 to"
            + " day 14.",
        "Spend 5 days in Kraków (day 1 to day 5). Take a direct flight from Kraków to Nice on day"
            + " 5. Spend 5 days in Nice (day 5 to day 9). Take a direct flight from Nice to"
            + " Florence on day 9. Spend 6 days in Florence (day 9 to day 14).",
        "Day 9-14: Florence\nDay 5-9: Nice\nDay 1-5: Kraków",
        """
        Day 1: Arrive in Kraków.
        Day 2: Explore the old town.
        Day 3: Kraków
        Day 4: Kraków
        Day 5: Fly from Kraków to Nice.
        Day 6: Nice
        Day 7: Nice
        Day 8: Nice
        Day 9: Fly from Nice to Florence and meet a friend.
        Day 10: Florence
        Day 14: Florence
        """,
        "We have to be in Florence at the end, and no flight leads from Nice to Kraków.\n\n"
            + RIGHT,
        "Trip plan:\nDay 1-5: Nice\nDay 5-9: Florence\n\nRevised trip plan:\nDay 1-5: Kraków\n"
            + "Day 5-9: Nice\nDay 9-14: Florence",
        RIGHT + "\n\nThis plan keeps all of the constraints.",
        RIGHT + "\n\nHave a nice trip!",
        """
        Here's a 14-day itinerary:

        **Days 1–5: Kraków (5 days)**
        - Arrive in Kraków
        - Explore the old town

        **Day 5: Fly Kraków → Nice**

        **Days 5–9: Nice (5 days)**
        - Relax at the beach

        **Day 9: Fly Nice → Florence**

        **Days 9–14: Florence (6 days)**
        - Meet your friend between day 9 and day 14

        Enjoy your trip!
        """,
      })
  void aRightPlanIsPassedInWhateverWords(String plan) {
    Opinion opinion = verify(PROBLEM, plan);
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.PASSED);
    assertThat(opinion.score()).hasValue(100);
    assertThat(opinion.sound()).isTrue();
    assertThat(opinion.constraints())
        .extracting(ConstraintVerdict::ruling)
        .containsOnly(Ruling.PASSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Day 1-5: Nice\nDay 5-9: Kraków\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-10: Florence\nDay 10-14: Nice",
        "Day 1-5: Kraków\nDay 5-9: Nice",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9-13: Florence",
        "Day 1-4: Kraków\nDay 5-8: Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 6-9: Nice\nDay 9-14: Florence",
        "Day 2-6: Kraków\nDay 6-10: Nice\nDay 10-15: Florence",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Rome",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Florence\nDay 14-16: Rome",
        "Day 1-5: Kraków (4 days)\nDay 5-9: Nice\nDay 9-14: Florence",
        "Day 1-5: Arriving in Nice and visit Kraków\nDay 5-9: Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 6: Fly from Kraków to Nice.\nDay 5-9: Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5: Fly from Nice to Kraków.\nDay 5-9: Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Florence\nDay 3: Nice",
        "There is no trip plan with direct flights.",
        "No trip plan is possible.",
      })
  void aWrongPlanIsVetoedInWhateverWords(String plan) {
    Opinion opinion = verify(PROBLEM, plan);
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.VETOED);
    assertThat(opinion.score().orElseThrow()).isBetween(-100, -1);
    assertThat(opinion.sound()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "Go to Kraków, Nice and Florence.",
        "Day 1-4: Kraków\nDay 5: Fly to Nice.\nDay 5-9: Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 3: Nice museums\nDay 5-9: Nice\nDay 9-14: Florence",
        RIGHT + "\n\nSwap the first two.",
        "Fly from Kraków to Nice on day 5, and from Nice to Florence on day 9.",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9: Fly to Florence.",
        "Day 1-4: Kraków\nDay 5: Fly from Kraków to Nice.\nDay 6-8: Nice\n"
            + "Day 9: Fly from Nice to Florence.\nDay 10-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: not Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: Nice or Florence\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Florence, unless it rains",
        "Day 1-5: Kraków?\nDay 5-9: Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Firenze",
        RIGHT + "\n\nWait, that is wrong.",
        RIGHT + "\n\nHere is the trip plan:\nDay 1-5: Nice\nDay 5-9: Kraków\nDay 9-14: Florence",
        "Plan A:\nDay 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Florence\nPlan B:\nDay 1-5: Nice\n"
            + "Day 5-9: Kraków\nDay 9-14: Florence",
        "Spend 5 days in Kraków, 5 days in Nice and 6 days in Florence.",
        "Day 1-5: Visit Kraków, meet friends for 2 days\nDay 5-9: Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nSpend 2 days in Kraków with friends.\nDay 5-9: Nice\n"
            + "Day 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: Arrive in Nice from Kraków\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: Meet a friend from Nice\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 5-9: Nice\nFly to Florence on day 9 and stay there until day 14.",
        "Day 1-5: Kraków\nDay 5-9: Nice\nDay 10: Travel on.\nDay 9-14: Florence",
        "Day 1-5: Kraków\nDay 3: Take a walk to Kraków castle.\nDay 5-9: Nice\n"
            + "Day 9-14: Florence",
        "There is no plan.\nDay 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Florence",
        "Fly from London to Kraków on day 1.\nDay 1-5: Kraków\nDay 5-9: Nice\nDay 9-14: Florence",
      })
  void aPlanThatIsNotClearGetsNoOpinion(String plan) {
    assertNoOpinion(verify(PROBLEM, plan));
  }

  private static void assertNoOpinion(Opinion opinion) {
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.UNKNOWN);
    assertThat(opinion.score()).isEmpty();
    assertThat(opinion.sound()).isFalse();
    assertThat(opinion.feedback()).startsWith("No opinion: ").endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You want to see the sea.",
        "You would like to visit Rome for 5 days.",
        "You would like to visit Nice for 4 days.",
        "You want to meet a friend in Nice.",
        "You want to meet a friend in Nice between day 9 and day 5.",
        "You want to meet a friend in Nice between day 9 and day 15.",
        "You want to meet a friend in Rome between day 5 and day 9.",
        "You do not want to be in Nice between day 5 and day 9.",
        "You would like to visit Nice after Florence.",
        "You want to start in Nice.",
        "Do you want to meet a friend in Nice between day 5 and day 9?",
      })
  void aProblemWithAnythingUnknownGetsNoOpinion(String sentence) {
    assertThat(verify(PROBLEM, RIGHT).ruling()).isEqualTo(Ruling.PASSED);
    assertNoOpinion(verify(STAYS + " " + sentence + FLIGHTS, RIGHT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not", "never", "or", "except", "instead of", "unless", "maybe", "if"})
  void aWordThatMayDenyLeavesNoOpinionWhereverItStands(String word) {
    String plan = RIGHT.substring(RIGHT.indexOf("\n\n") + 2);
    Matcher space = Pattern.compile(" ").matcher(plan);
    while (space.find()) {
      String changed = plan.substring(0, space.end()) + word + " " + plan.substring(space.end());
      assertNoOpinion(verify(PROBLEM, changed));
    }
  }

  @Test
  void theFlightsMayFollowOnTheLineOfTheirHeading() {
    String problem = PROBLEM.replace("flights:\n", "flights: ");
    assertThat(verify(problem, RIGHT).ruling()).isEqualTo(Ruling.PASSED);
    String wrong = "Day 1-5: Nice\nDay 5-9: Kraków\nDay 9-14: Florence";
    assertThat(verify(problem, wrong).ruling()).isEqualTo(Ruling.VETOED);
    assertNoOpinion(verify(problem.replace("flights: ", "flights "), RIGHT));
    assertNoOpinion(verify(problem.replace("Nice and Florence, from", "by day, from"), RIGHT));
  }

  @Test
  void aProblemWhoseDaysDoNotAddUpGetsNoOpinion() {
    assertNoOpinion(verify(PROBLEM.replace("Nice for 5 days", "Nice for 4 days"), RIGHT));
  }

  @Test
  void aFlightThatGoesOneWayDoesNotGoTheOther() {
    Opinion opinion = verify(PROBLEM, "Day 1-5: Nice\nDay 5-9: Kraków\nDay 9-14: Florence");
    assertThat(opinion.constraints())
        .filteredOn(verdict -> verdict.ruling() == Ruling.VETOED)
        .extracting(ConstraintVerdict::constraint, ConstraintVerdict::reason)
        .containsExactly(
            tuple("Take direct flights only", "there is no direct flight from Nice to Kraków"));
  }

  @Test
  void eachConstraintGetsItsReason() {
    Opinion opinion = verify(PROBLEM, "Day 1-5: Kraków\nDay 5-10: Nice\nDay 10-13: Florence");
    assertThat(opinion.constraints())
        .extracting(
            ConstraintVerdict::constraint, ConstraintVerdict::ruling, ConstraintVerdict::reason)
        .containsExactly(
            tuple(
                "Visit 3 cities in 14 days",
                Ruling.VETOED,
                "the trip ends on day 13 and must end on day 14"),
            tuple("Take direct flights only", Ruling.PASSED, "every flight is a direct one"),
            tuple(
                "Visit Florence for 6 days",
                Ruling.VETOED,
                "Florence is visited for 4 days and must be for 6"),
            tuple(
                "Visit Nice for 5 days",
                Ruling.VETOED,
                "Nice is visited for 6 days and must be for 5"),
            tuple("Visit Kraków for 5 days", Ruling.PASSED, "Kraków is visited for 5 days"),
            tuple(
                "Be in Florence from day 9 to day 14 to meet a friend",
                Ruling.VETOED,
                "on day 9 the trip is not in Florence"));
    assertThat(opinion.score()).hasValue(-67);
  }

  @Test
  void noTripIsRightOnlyIfASearchFindsNone() {
    String problem = PROBLEM.replace("from Kraków to Nice, ", "");
    Opinion opinion = verify(problem, "There is no trip plan that satisfies all constraints.");
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.PASSED);
    assertThat(opinion.sound()).isTrue();
    assertThat(verify(PROBLEM, "There is no solution.").feedback())
        .contains("Kraków on days 1–5, Nice on days 5–9, Florence on days 9–14");
  }

  @Test
  void noTripIsNotProvenWhereAnExcursionOfADayMayBeOne() {
    String problem =
        "You plan to visit 2 European cities for 5 days in total. You only take direct flights to"
            + " commute between cities. You want to spend 5 days in Oslo. You want to spend 1 days"
            + " in Rome. You have to attend a wedding in Rome between day 3 and day 3.\n\n"
            + "Here are the cities that have direct flights:\nOslo and Rome.";
    assertNoOpinion(verify(problem, "There is no solution."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The trip lasts 14 days in total.",
        "Total trip duration: 14 days",
        "Visit 3 European cities.",
        "Visit Nice, Florence and Krakow",
        "Only direct flights between cities",
        "- Nice must be visited for 5 days",
        "You would like to visit Florence for 6 days.",
        "Stay in Florence for exactly 6 days",
        "Florence: 6 days, Nice: 5 days, Kraków: 5 days",
        "6 days in Florence, 5 days in Nice and 5 days in Kraków",
        "Be in Florence between day 9 and day 14 to meet a friend.",
        "There is a direct flight between Nice and Florence.",
        "Direct flights: Nice and Florence, from Kraków to Nice, Kraków and Florence",
        "Only take direct flights: Nice and Florence, from Kraków to Nice, Kraków and Florence.",
      })
  void aConstraintThatRestatesTheProblemChangesNothing(String constraint) {
    Opinion opinion = verify(PROBLEM, RIGHT, constraint);
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.PASSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Visit Florence last.",
        "The trip must be Nice → Kraków → Florence.",
        "Nice (5 days) → Kraków (5 days) → Florence (6 days)",
        "Nice (5 days) - Kraków (5 days) - Florence (6 days)",
        "Route: Nice → Florence",
        "You must attend a conference.",
        "Meet friends each day.",
        "Visit Florence last for 6 days.",
        "Start in Kraków.",
        "Fly from Kraków to Nice.",
        "Only take direct flights: Nice and Florence, from Kraków to Nice",
        "There is a direct flight between Nice and Kraków.",
        "Visit Nice for 6 days.",
        "Visit Nice on day 5.",
        "Visit Rome.",
        "Visit Nice from Kraków",
        "Do not visit Rome.",
        "The trip lasts 13 days.",
        "Spend at most 500 euros.",
        "Prefer trains.",
      })
  void aConstraintThatSaysMoreThanTheProblemPreventsAProof(String constraint) {
    Opinion opinion = verify(PROBLEM, RIGHT, constraint);
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.UNKNOWN);
    assertThat(opinion.constraints())
        .filteredOn(verdict -> verdict.ruling() == Ruling.UNKNOWN)
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.index()).hasValue(0));
    Opinion wrong =
        verify(PROBLEM, "Day 1-5: Nice\nDay 5-9: Kraków\nDay 9-14: Florence", constraint);
    assertThat(wrong.ruling()).isEqualTo(Ruling.VETOED);
  }

  @Test
  void thousandsOfTripsAreJudgedAsCountingDaysJudgesThem() {
    Random random = new Random(7);
    Tally tally = new Tally(verifier);
    for (int i = 0; i < 60; i++) {
      Solved solved = TripCase.random(random);
      TripCase problem = solved.problem();
      Changes changes = (kind, isRight, plan) -> tally.expect(isRight, problem.problem(), plan);
      changes.take("solutions", true, problem.plan(solved.trip()));
      TripChanges.of(problem, solved.trip(), random, changes);
      changes.take("denials", false, "There is no solution.");
    }
    assertThat(tally.mistakes()).isEmpty();
    assertThat(tally.right()).isGreaterThan(60);
    assertThat(tally.wrong()).isGreaterThan(5_000);
  }
}
