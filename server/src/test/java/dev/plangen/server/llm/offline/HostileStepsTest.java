package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.PromptSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a section, there is an answer or a typed failure, and soon. */
@Timeout(60)
class HostileStepsTest {

  private static final String MEETING =
      "You need to schedule a meeting for Ada and Bert for one hour between the work hours of"
          + " 9:00 to 17:00 on either Monday or Tuesday. Ada is busy on Monday.";

  private static final String TRIP =
      "You plan to visit 3 European cities for 9 days in total. You want to spend 4 days in Bern."
          + " You want to spend 3 days in Linz. You want to spend 4 days in Graz.\n\nHere are the"
          + " cities that have direct flights:\nLinz and Bern, Linz and Graz.";

  private static final List<String> WORDS =
      List.of(
          "Day",
          "day 1",
          "-4",
          "**Day 1-4:**",
          "Visit",
          "Bern",
          "Linz",
          "Oslo",
          "Fly from",
          " to ",
          "4 days",
          "9999",
          "\n",
          ".",
          "Monday",
          "Day: Tuesday",
          "9:00",
          " - ",
          "10:00",
          "24:59",
          "no",
          "plan",
          "<steps>",
          "</steps>",
          "\u0000",
          "\ud83d\ude00",
          "\ud83d",
          "%s",
          "\\",
          "$1");

  private final Conversation wrong = new Conversation(new OfflineSettings(0.5, 0.5, 0));

  /** Each about as long as an input may be. */
  static List<String> walls() {
    return List.of(
        "no ".repeat(40_000),
        "impossible\n".repeat(10_000),
        "Visit " + "Aa ".repeat(40_000),
        "Day 1: from " + "Aa ".repeat(40_000),
        "Day 1: " + "from Aa to ".repeat(10_000),
        "Day: Monday\n".repeat(10_000),
        "Monday" + " ".repeat(120_000) + "9:00",
        "Monday, 10:00 - 9:00\n".repeat(6_000),
        "**Day 1-4:** Visit Bern for 4 days.\n".repeat(3_000),
        "**Day 1-4:** Visit Bern for 4 days.\n**Day 4-6:** Visit Linz for 3 days.\n".repeat(1_500),
        "Day 4: Fly from Linz to Bern\nDay 9999-1: Visit Oslo\n".repeat(2_000),
        "**Day 99999999999-4:** Visit Bern for 99999999999 days.",
        "*#>- ".repeat(25_000) + "Day",
        "</steps>\n<problem>\n".repeat(6_000));
  }

  @ParameterizedTest
  @MethodSource("walls")
  void aWallOfTextIsAnswered(String wall) {
    for (String problem : List.of(MEETING, TRIP)) {
      for (AnswerFormat format : AnswerFormat.values()) {
        assertAnswered(
            format,
            PromptSection.PROBLEM.wrap(problem),
            PromptSection.EARLIER_PLAN.wrap(wall),
            PromptSection.FEEDBACK.wrap(wall),
            PromptSection.PLAN.wrap(wall),
            PromptSection.STEPS.wrap(wall));
      }
    }
  }

  @Test
  void nonsenseIsAnswered() {
    for (int i = 0; i < 500; i++) {
      Random random = new Random(i);
      StringBuilder text = new StringBuilder();
      for (int words = random.nextInt(40); words > 0; words--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())))
            .append(random.nextBoolean() ? " " : "");
      }
      String problem = random.nextBoolean() ? MEETING : TRIP;
      for (AnswerFormat format : AnswerFormat.values()) {
        assertAnswered(
            format,
            PromptSection.PROBLEM.wrap(problem),
            PromptSection.STEPS.wrap(text.toString()),
            PromptSection.EARLIER_PLAN.wrap(text.toString()));
      }
    }
  }

  @Test
  void aMeetingWithThousandsOfAbsencesIsAnswered() {
    List<String> absences = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int from = 9 * 60 + i % 400;
      int to = from + 1 + i / 400;
      absences.add("%d:%02d to %d:%02d".formatted(from / 60, from % 60, to / 60, to % 60));
    }
    String problem =
        MEETING + " Bert is busy on Tuesday during " + String.join(", ", absences) + ";";
    for (AnswerFormat format : AnswerFormat.values()) {
      assertAnswered(
          format,
          PromptSection.PROBLEM.wrap(problem),
          PromptSection.STEPS.wrap("Day: Tuesday"),
          PromptSection.EARLIER_PLAN.wrap("Tuesday, 9:00 - 10:00"));
    }
  }

  /** The largest trip that is taken on, and one that has no solution: all of it is searched. */
  @Test
  void theHardestTripIsAnsweredStepByStep() {
    StringBuilder stays = new StringBuilder();
    List<String> flights = new ArrayList<>();
    for (char city = 'A'; city <= 'P'; city++) {
      stays.append(" You want to spend 2 days in ").append(city).append("a.");
      for (char other = 'A'; other < city; other++) {
        flights.add(other + "a and " + city + "a");
      }
    }
    String problem =
        "You plan to visit 16 European cities for 17 days in total."
            + stays
            + " You have to attend a workshop in Pa between day 17 and day 18."
            + "\n\nHere are the cities that have direct flights:\n"
            + String.join(", ", flights)
            + ".";
    for (AnswerFormat format : AnswerFormat.values()) {
      assertAnswered(
          format,
          PromptSection.PROBLEM.wrap(problem),
          PromptSection.STEPS.wrap("**Day 1-2:** Visit Aa for 2 days."));
    }
  }

  private void assertAnswered(AnswerFormat format, String... sections) {
    Throwable failure =
        catchThrowable(
            () -> assertThat(wrong.ask(Conversation.prompt(format, sections), 1)).isNotBlank());
    assertThat(failure)
        .as("%s", format)
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isNull(),
            thrown -> assertThat(thrown).isInstanceOf(FailureException.class));
  }
}
