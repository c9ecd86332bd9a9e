package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.domain.FailureException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TripTest {

  private static final String CLOSING =
      "\n\nFind a trip plan of visiting the cities for 9 days by taking direct flights to commute"
          + " between them.";

  private static final String CITIES =
      """
      You plan to visit 3 European cities for 9 days in total. You only take direct flights to \
      commute between cities. You would like to visit Bern for 4 days. You want to spend 3 days in \
      St. Gallen. You plan to stay in Graz for 4 days.\
      """;

  private static final String FLIGHTS =
      """


      Here are the cities that have direct flights:
      St. Gallen and Bern, from Bern to Graz, St. Gallen and Graz.\
      """;

  private static final String PROBLEM =
      CITIES + " You want to meet a friend in Graz between day 1 and day 4." + FLIGHTS + CLOSING;

  private static final String PLAN =
      """
      Here is the trip plan for visiting the 3 European cities for 9 days:

      **Day 1-4:** Arriving in Graz and visit Graz for 4 days.
      **Day 4:** Fly from Graz to St. Gallen.
      **Day 4-6:** Visit St. Gallen for 3 days.
      **Day 6:** Fly from St. Gallen to Bern.
      **Day 6-9:** Visit Bern for 4 days.\
      """;

  private final Conversation model = new Conversation(OfflineSettings.exact());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You plan to visit relatives in Bern between day 6 and day 9.",
        "You want to meet a friend in Bern between day 6 and day 9.",
        "You would like to meet your friends at Bern between day 6 and day 9 to tour together.",
        "You have to attend a workshop in Bern between day 6 and day 9.",
        "You are going to attend a wedding in Graz between day 1 and day 4.",
        "During day 1 and day 4, you have to attend a conference in Graz.",
        "From day 1 to day 4, there is a annual show you want to attend in Graz.",
        "There is a concert in St. Gallen on day 5. You must be in Graz on day 2."
      })
  void eventsDecideTheOrder(String event) {
    assertThat(model.plan(CITIES + " " + event + FLIGHTS + CLOSING)).isEqualTo(PLAN);
  }

  @Test
  void aFlightWithADirectionIsNotTakenBack() {
    String problem = CITIES + " There is a show in Bern on day 9." + FLIGHTS + CLOSING;
    assertThat(model.plan(problem)).isEqualTo(PLAN);
  }

  @Test
  void aProblemOnOneLineIsUnderstood() {
    assertThat(model.plan(PROBLEM.replaceAll("\\s+", " "))).isEqualTo(PLAN);
  }

  @Test
  void aTripThatIsImpossibleIsToldToBe() {
    String problem = PROBLEM.replace("St. Gallen and Bern, ", "");
    assertThat(model.plan(problem)).startsWith("There is no plan");
    assertThat(model.score(problem, model.plan(problem))).isEqualTo(100);
    assertThat(model.plan(PROBLEM.replace("for 9 days", "for 10 days")))
        .startsWith("There is no plan");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You must not be in Graz between day 5 and day 6.",
        "You want to see Graz before Bern.",
        "Your budget is 900 euros.",
        "You dislike Graz on day 1.",
        "You arrive in Graz on day 2.",
        "You end in the town where you begin."
      })
  void aProblemIsRejectedRatherThanHalfUnderstood(String sentence) {
    assertThatThrownBy(() -> model.plan(CITIES + " " + sentence + FLIGHTS))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("of the problem")
        .message()
        .doesNotContain(sentence);
  }

  @Test
  void aTripOfTooManyCitiesIsRejected() {
    StringBuilder problem = new StringBuilder("You plan to visit 17 European cities for 18 days.");
    for (char city = 'A'; city <= 'Q'; city++) {
      problem.append(" You want to spend 2 days in ").append(city).append("a.");
    }
    problem.append(" Here are the cities that have direct flights: Aa and Ba.");
    assertThatThrownBy(() -> model.plan(problem.toString()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("so many cities");
  }

  @Test
  @Timeout(20)
  void theHardestTripIsFoundImpossibleSoon() {
    StringBuilder stays = new StringBuilder();
    List<String> flights = new ArrayList<>();
    for (char city = 'A'; city <= 'P'; city++) {
      stays.append(" You want to spend 2 days in ").append(city).append("a.");
      for (char other = 'A'; other < city; other++) {
        flights.add(other + "a and " + city + "a");
      }
    }
    assertThat(
            model.plan(
                "You plan to visit 16 European cities for 17 days in total."
                    + stays
                    + " You have to attend a workshop in Pa between day 17 and day 18."
                    + "\n\nHere are the cities that have direct flights:\n"
                    + String.join(", ", flights)
                    + "."))
        .startsWith("There is no plan");
  }

  @Test
  void constraintsAreSentences() {
    assertThat(model.constraints(PROBLEM))
        .containsExactly(
            "- The trip takes 9 days in total.",
            "- The trip visits these 3 European cities, each once: Bern, St. Gallen, Graz.",
            "- You want to spend 4 days in Bern.",
            "- You want to spend 3 days in St. Gallen.",
            "- You want to spend 4 days in Graz.",
            "- You want to meet a friend in Graz between day 1 and day 4.",
            "- Only direct flights are taken, and there are direct flights between these cities:"
                + " St. Gallen and Bern, from Bern to Graz, St. Gallen and Graz.",
            "- The day of a flight counts for both cities, so each stay begins on the day on which"
                + " the one before it ends.");
    assertThat(model.verdictUnder(PROBLEM, String.join("\n", model.constraints(PROBLEM)), PLAN))
        .isEqualTo(model.verdict(PROBLEM, PLAN));
  }

  @Test
  void aConstraintBesideTheProblemHolds() {
    String constraint = "1. You must be in Graz from day 6 to day 9.";
    String free = CITIES + FLIGHTS + CLOSING;
    assertThat(model.planUnder(free, constraint)).contains("**Day 6-9:** Visit Graz for 4 days.");
    assertThat(model.verdictUnder(free, constraint, PLAN))
        .contains("from day 6 to day 9: broken, the plan is not there on all of those days.");
  }

  @Test
  void aRightPlanSatisfiesEveryConstraint() {
    assertThat(model.verdict(PROBLEM, PLAN)).doesNotContain("broken").endsWith("Score: 100");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Day 4-6:** Visit St. Gallen for 3 | Day 4-7:** Visit St. Gallen for 4 | the plan spends 4 days there
          Day 6-9:** Visit Bern for 4       | Day 6-8:** Visit Bern for 3       | the plan goes from day 1 to day 8
          Visit Bern                        | Visit Wien                        | the plan visits Graz, St. Gallen, Wien
          from Graz to St. Gallen           | from Graz to Bern                 | none of them needs one from Graz to Bern on day 4
          **Day 4:** Fly                    | **Day 5:** Fly                    | none of them needs one from Graz to St. Gallen on day 5
          Day 6-9                           | Day 7-9                           | St. Gallen ends on day 6 and Bern begins on day 7
          """)
  void aWrongPlanIsToldWhatItBreaks(String right, String wrong, String fault) {
    assertThat(PLAN).contains(right);
    String plan = PLAN.replace(right, wrong);
    assertThat(model.verdict(PROBLEM, plan)).contains(": broken, " + fault + ".");
    assertThat(model.score(PROBLEM, plan)).isBetween(-90, 50);
  }

  @Test
  void aPlanInTheWrongOrderBreaksEventsAndFlights() {
    String plan =
        """
        **Day 1-3:** Visit St. Gallen for 3 days.
        **Day 3-6:** Visit Graz for 4 days.
        **Day 6-9:** Visit Bern for 4 days.\
        """;
    assertThat(model.verdict(PROBLEM, plan))
        .contains("between day 1 and day 4: broken")
        .contains("here from Graz to Bern: broken, there is no direct flight from Graz to Bern.")
        .endsWith("Score: 10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Day 1-4: Graz\nDay 4-6: St. Gallen\nDay 6-9: Bern",
        "- **Days 1 to 4**: Stay in Graz, then fly from Graz to St. Gallen\n"
            + "- **Days 4 to 6**: St. Gallen\n- **Days 6 to 9**: explore Bern",
        "Day 1: Arrive in Graz.\nDay 1–4: Visit Graz for 4 days.\nDay 4: take the flight from Graz"
            + " to St. Gallen.\nDay 4–6: Visit St. Gallen.\nDay 6: Fly from St. Gallen to Bern.\n"
            + "Day 6–9: Visit Bern."
      })
  void plansAreReadAsModelsWriteThem(String plan) {
    assertThat(model.score(PROBLEM, plan)).isEqualTo(100);
  }

  @Test
  void aTextWithoutAPlanIsWorthless() {
    assertThat(model.score(PROBLEM, "Graz is lovely.")).isEqualTo(-100);
    assertThat(model.score(PROBLEM, "There is no such trip.")).isEqualTo(-100);
  }

  private static final String OPENING = "You plan to visit 3 European cities for 7 days in total. ";

  private static final String SHORT_FLIGHTS =
      " Here are the cities that have direct flights: Rome and Paris, Paris and Berlin.";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You want to spend 3 days in Rome, 2 days in Paris and 4 days in Berlin."
            + " There are direct flights between Rome and Paris, and Paris and Berlin.",
        "You want to visit Rome for 3 days, Paris for 2 days, and Berlin for 4 days."
            + SHORT_FLIGHTS
      })
  void severalStaysInASentenceAreUnderstood(String sentences) {
    assertThat(model.plan(OPENING + sentences))
        .contains("**Day 1-3:** Arriving in Rome and visit Rome for 3 days.")
        .contains("**Day 3-4:** Visit Paris for 2 days.")
        .contains("**Day 4-7:** Visit Berlin for 4 days.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          You want to spend 3 days in Rome and 2 days in Paris.                   | announces 3 cities
          You want to spend at least 3 days in Rome.                              | sentence 2 of
          You don't want to spend 3 days in Rome.                                 | sentence 2 of
          You want to spend 3 days in Rome or Oslo.                               | sentence 2 of
          """)
  void staysAreRejectedRatherThanHalfUnderstood(String stays, String message) {
    String rest = stays.contains("Paris") ? "" : " You want to spend 2 days in Paris.";
    assertThatThrownBy(() -> model.plan(OPENING + stays + rest + SHORT_FLIGHTS))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theListOfFlightsIsNeededAndEndsAtItsFullStop() {
    String stays = "You want to spend 3 days in Rome, 2 days in Paris and 4 days in Berlin.";
    assertThatThrownBy(() -> model.plan(OPENING + stays))
        .hasMessageContaining("no list of direct flights");
    assertThatThrownBy(
            () -> model.plan(OPENING + stays + SHORT_FLIGHTS + " I dislike Paris on day 1."))
        .hasMessageContaining("sentence 5 of the problem");
    assertThatThrownBy(() -> model.plan(OPENING + stays + SHORT_FLIGHTS.replace("Berlin", "Bern")))
        .hasMessageContaining("the list of direct flights");
  }
}
