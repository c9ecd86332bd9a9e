package dev.plangen.server.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.TextBounds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However long and odd the texts are, opinions come soon and are small. */
class BoundsTest {

  /** Many times what it takes; a text that takes quadratic time would take minutes. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Verifiers VERIFIERS = Verifiers.with(Map.of());

  private static final String CALENDAR =
      "You need to schedule a meeting for Ada and Bo for one hour between the work hours of 9:00 to"
          + " 17:00 on Monday. \n";
  private static final String TRIP =
      "You plan to visit 2 European cities for 5 days in total. You only take direct flights to"
          + " commute between cities. You would like to visit Oslo for 3 days. You want to spend 3"
          + " days in Rome.\n\nHere are the cities that have direct flights:\nOslo and Rome.\n";

  private static String full(String piece) {
    return piece.repeat(TextBounds.INPUT_BYTES / piece.getBytes(UTF_8).length);
  }

  static Stream<Arguments> longTexts() {
    return Stream.of(
            " ",
            "\n",
            "a",
            "9",
            "9:",
            "9:00 - ",
            "9:00 - 9:30\n",
            "(",
            "-",
            "*",
            "* ",
            "=",
            "1+",
            "1=",
            "1 + 1 = 3\n",
            "1/3+",
            "9^",
            "2^2^",
            "99999^999 = 1\n",
            "((1",
            "1,",
            "1,000",
            ".",
            "...",
            ":\n",
            "a:\n",
            "Monday ",
            "Monday, 9:00 - 10:00\n",
            "Here is the proposed time: ",
            "Here is the proposed time: Monday, 9:00 - 10:00\n",
            "because ",
            "a.m.",
            "'s",
            "Ada ",
            "Day 1-3: Oslo\n",
            "Day 1-3: Oslo, ",
            "Day 1-999999: Oslo\n",
            "Day 1-3: ",
            "Fly from Oslo to Rome on day 3. ",
            "Oslo → ",
            "Oslo and ",
            "Trip plan:\n",
            "Trip plan:\nDay 1-3: Oslo\n",
            "x ",
            "3 x ",
            "|",
            "~",
            "\u0301",
            "e\u0301\u0323\u0301\u0323".repeat(2_000),
            "\u0301\u0323",
            "😀",
            "\u200b",
            "- 1 = ",
            "You plan to visit ",
            "ß",
            "no ",
            "there is no time ")
        .map(Arguments::arguments);
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void longPlansAreJudgedSoon(String piece) {
    assertSoon(CALENDAR, full(piece));
    assertSoon(TRIP, full(piece));
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void longProblemsAreReadSoon(String piece) {
    assertSoon(full(piece), "Monday, 9:00 - 10:00");
    assertSoon(CALENDAR + full(piece), "Monday, 9:00 - 10:00");
    assertSoon(TRIP + full(piece), "Day 1-3: Oslo\nDay 3-5: Rome");
  }

  private static void assertSoon(String problem, String plan) {
    for (String id : VERIFIERS.ids()) {
      Verifier verifier = VERIFIERS.find(id).orElseThrow();
      Opinion opinion = assertTimeout(SOON, () -> Tally.ask(verifier, problem, plan));
      assertSmall(opinion);
    }
  }

  private static void assertSmall(Opinion opinion) {
    assertThat(opinion.constraints()).hasSizeLessThanOrEqualTo(TextBounds.MOST_CONSTRAINTS);
    assertThat(opinion.feedback().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(4_096);
    assertThat(opinion.constraints())
        .allSatisfy(
            verdict -> {
              assertThat(verdict.constraint().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2_048);
              assertThat(verdict.reason().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2_048);
            });
    int bytes =
        opinion.constraints().stream()
            .mapToInt(
                verdict ->
                    verdict.constraint().getBytes(UTF_8).length
                        + verdict.reason().getBytes(UTF_8).length)
            .sum();
    assertThat(bytes).isLessThanOrEqualTo(TextBounds.VERDICT_BYTES);
  }

  @Test
  void ofManyConstraintsTheBrokenOnesAreKept() {
    StringBuilder problem = new StringBuilder(CALENDAR);
    for (int i = 0; i < 1_000; i++) {
      problem.append("Ada is busy on Monday during 9:00 to 10:00;\n");
    }
    problem.append("Bo is busy on Monday during 16:00 to 17:00;\n");
    Opinion opinion =
        Tally.ask(
            VERIFIERS.find("calendar").orElseThrow(), problem.toString(), "Monday, 16:00 - 17:00");
    assertThat(opinion.ruling()).isEqualTo(Ruling.VETOED);
    assertThat(opinion.constraints())
        .anyMatch(verdict -> verdict.reason().equals("Bo is busy 16:00–17:00 on Monday"));
    assertSmall(opinion);
  }

  @Test
  void longProblemsThatAreUnderstoodAreJudgedSoon() {
    StringBuilder calendar = new StringBuilder(CALENDAR).append("Ada is busy on ");
    while (calendar.length() < TextBounds.INPUT_BYTES - 100) {
      calendar.append("Monday during 9:00 to 10:00, ");
    }
    calendar.append("Monday during 11:00 to 12:00;\n");
    assertSoon(calendar.toString(), "There is no time.");
    assertSoon(calendar.toString(), "Monday, 10:00 - 11:00");
    StringBuilder trip = new StringBuilder(TRIP);
    for (int day = 1; trip.length() < TextBounds.INPUT_BYTES - 100; day = day % 3 + 1) {
      trip.append("You want to meet a friend in Oslo between day 1 and day ")
          .append(day)
          .append(".\n");
    }
    assertSoon(trip.toString(), "Day 1-3: Oslo\nDay 3-5: Rome");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17})
  void aSearchAmongManyCitiesEndsSoon(int cities) {
    StringBuilder problem =
        new StringBuilder("You plan to visit ")
            .append(cities)
            .append(" European cities for ")
            .append(cities + 1)
            .append(" days in total. You only take direct flights to commute between cities.");
    StringBuilder flights = new StringBuilder();
    for (int i = 0; i < cities; i++) {
      String city = "City" + (char) ('a' + i);
      problem.append(" You want to spend 2 days in ").append(city).append('.');
      // The last city has no flight, and until that is found every order of the others is one.
      for (int j = i + 1; j < cities - 1; j++) {
        flights
            .append(flights.isEmpty() ? "" : ", ")
            .append(city)
            .append(" and City")
            .append((char) ('a' + j));
      }
    }
    problem
        .append("\n\nHere are the cities that have direct flights:\n")
        .append(flights)
        .append('.');
    Opinion opinion =
        assertTimeout(
            SOON,
            () ->
                Tally.ask(
                    VERIFIERS.find("trip").orElseThrow(),
                    problem.toString(),
                    "There is no solution."));
    assertThat(opinion.ruling())
        .as(opinion.feedback())
        .isEqualTo(cities > 16 ? Ruling.UNKNOWN : Ruling.PASSED);
  }

  @Test
  void namesThatBeginAlikeAreFoundSoon() {
    StringBuilder problem = new StringBuilder(TRIP.strip());
    problem.setLength(problem.length() - 1);
    for (int i = 0; problem.length() < TextBounds.INPUT_BYTES - 100; i++) {
      problem.append(", San ").append(name(i)).append(" and San ").append(name(i + 1));
    }
    assertSoon(problem.append('.').toString(), full("San "));
  }

  /** A word of letters, another one for each number. */
  private static String name(int number) {
    StringBuilder name = new StringBuilder("B");
    for (int rest = number; rest > 0; rest /= 26) {
      name.append((char) ('a' + rest % 26));
    }
    return name.toString();
  }

  @Test
  void aSearchWithManyAppointmentsEndsSoon() {
    int cities = 16;
    StringBuilder problem =
        new StringBuilder("You plan to visit 16 European cities for 1001 days in total. You only")
            .append(" take direct flights to commute between cities.");
    StringBuilder flights = new StringBuilder();
    for (int i = 0; i < cities; i++) {
      String city = "City" + (char) ('a' + i);
      int days = i == cities - 1 ? 986 : 2;
      problem.append(" You want to spend %d days in %s.".formatted(days, city));
      for (int j = i + 1; j < cities; j++) {
        flights.append(flights.isEmpty() ? "" : ", ").append(city).append(" and City");
        flights.append((char) ('a' + j));
      }
    }
    for (int i = 0; problem.length() < TextBounds.INPUT_BYTES - 3_000; i++) {
      problem.append(
          " You want to meet a friend in Cityp between day %d and day %d."
              .formatted(16 + i % 900, 16 + i % 900 + i / 900));
    }
    problem
        .append("\n\nHere are the cities that have direct flights:\n")
        .append(flights)
        .append('.');
    Opinion opinion =
        assertTimeout(
            SOON,
            () -> Tally.ask(VERIFIERS.find("trip").orElseThrow(), problem.toString(), "No plan."));
    assertThat(opinion.ruling()).as(opinion.feedback()).isNotEqualTo(Ruling.UNKNOWN);
  }

  @Test
  void manyLongConstraintsAreReadSoon() {
    Random random = new Random(5);
    List<String> constraints =
        random
            .ints(TextBounds.MOST_CONSTRAINTS, 0, 3)
            .mapToObj(
                i -> List.of("Ada, ", "Oslo for 3 days ", "Monday 9:00 - 10:00 ").get(i).repeat(20))
            .toList();
    for (String id : VERIFIERS.ids()) {
      for (String problem : List.of(CALENDAR, TRIP)) {
        PlanUnderTest plan =
            new PlanUnderTest(problem, constraints, CallKey.of("plan"), "Monday, 9:00 - 10:00");
        assertSmall(
            assertTimeout(
                SOON, () -> VERIFIERS.find(id).orElseThrow().verify(plan, Cancellation.create())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"calendar", "trip", "math"})
  void whatIsCancelledIsNotJudged(String id) {
    Cancellation cancellation = Cancellation.create();
    cancellation.cancel();
    PlanUnderTest plan = new PlanUnderTest(CALENDAR, List.of(), CallKey.of("plan"), "1 + 1 = 2");
    assertThatThrownBy(() -> VERIFIERS.find(id).orElseThrow().verify(plan, cancellation))
        .isInstanceOf(CancellationException.class);
  }
}
