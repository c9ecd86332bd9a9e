package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.domain.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {

  private static final String TWO_DAYS =
      """
      You need to schedule a meeting for Ada, Bert and Cleo for one hour between the work hours \
      of 9:00 to 17:00 on either Monday or Tuesday.\s

      Here are the existing schedules for everyone during the days:\s
      Ada has meetings on Monday during 9:00 to 10:00, 13:00 to 16:30, Tuesday during 9:00 to 10:30;\s
      Berthas no meetings the whole day.
      Cleo has blocked their calendar on Monday during 10:30 to 12:30, Tuesday during 12:00 to 17:00;\s

      """;

  private static final String CLOSING =
      "Find a time that works for everyone's schedule and constraints.";

  private final Conversation model = new Conversation(OfflineSettings.exact());

  @Test
  void theFirstTimeThatIsFreeForAllIsProposed() {
    assertThat(model.plan(TWO_DAYS + CLOSING))
        .isEqualTo("Here is the proposed time: Tuesday, 10:30 - 11:30");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cleo can not meet on Monday.                                        | 9:00
          Cleo would rather not meet on Monday before 9:30. Tuesday.          | 9:30
          Cleo do not want to meet on Tuesday. Monday before 12:00.           | 12:00
          Dirk would like to avoid more meetings on Monday after 10:00.       | 9:00
          Cleo doesn't want to meet between 9:00 and 11:00 on Monday.         | 11:00
          Cleo can not meet before 14:15.                                     | 14:15
          Everyone is unable to meet before 10:00 or after 12:00 on Monday.   | 10:00
          No meetings before 15:00.                                           | 15:00
          Cleo is busy on Monday.                                             | 9:00
          Dirk is booked on Monday from 9:00 to 9:30, 10:00 to 11:00.         | 9:30
          Dirk's calendar is wide open the entire week.                       | 9:00
          Cleo and Dirk are busy on Monday during 9:00 to 10:30.              | 10:30
          Cleo is free on Monday.                                             | 9:00
          The group would like to meet at their earlist availability.         | 9:00
          """)
  void wordingsAreUnderstood(String sentence, String start) {
    String problem =
        "You need to schedule a meeting for Cleo and Dirk for half an hour between the work hours"
            + " of 9:00 to 17:00 on either Monday or Tuesday. \n\n"
            + sentence
            + " "
            + CLOSING;
    assertThat(model.plan(problem)).contains(", " + start + " - ");
  }

  @ParameterizedTest
  @CsvSource({
    "half an hour, 9:30",
    "one hour, 10:00",
    "an hour and a half, 10:30",
    "1.5 hours, 10:30",
    "two hours, 11:00",
    "45 minutes, 9:45",
    "1 hour 15 minutes, 10:15"
  })
  void lengthsAreUnderstood(String length, String end) {
    assertThat(
            model.plan(
                "You need to schedule a meeting for Ada and Bert for "
                    + length
                    + " between the work hours of 9:00 to 17:00 on Friday."))
        .isEqualTo("Here is the proposed time: Friday, 9:00 - " + end);
  }

  @Test
  void aProblemOnOneLineIsUnderstood() {
    assertThat(model.plan((TWO_DAYS + CLOSING).replaceAll("\\s+", " ")))
        .isEqualTo("Here is the proposed time: Tuesday, 10:30 - 11:30");
  }

  @Test
  void workedExamplesBeforeTheProblemAreNotTheProblem() {
    String example =
        "TASK: You need to schedule a meeting for X and Y for one hour between the work hours of"
            + " 9:00 to 17:00 on Friday.\nSOLUTION: Here is the proposed time: Friday, 9:00 -"
            + " 10:00\n\nTASK: ";
    assertThat(model.plan(example + TWO_DAYS + CLOSING + "\nSOLUTION: "))
        .contains("Tuesday, 10:30 - 11:30");
  }

  @Test
  void aPreferenceAgainstMeetingLateMovesTheMeetingToTheLastStretchBeforeIt() {
    String oneDay =
        "You need to schedule a meeting for Ada and Bert for half an hour between the work hours of"
            + " 9:00 to 17:00 on Monday.\nAda is busy on Monday during 9:30 to 11:00; \n";
    assertThat(model.plan(oneDay + CLOSING)).contains("9:00 - 9:30");
    assertThat(model.plan(oneDay + "Bert would rather not meet on Monday after 12:00. " + CLOSING))
        .contains("11:00 - 11:30");
    assertThat(
            model.plan(
                oneDay
                    + "Bert would rather not meet on Monday after 12:00. You would like to schedule"
                    + " the meeting at their earlist availability.\n"))
        .contains("9:00 - 9:30");
  }

  @Test
  void aProblemWithoutASolutionIsToldToHaveNone() {
    String problem = TWO_DAYS + "Bert can not meet on Tuesday. " + CLOSING;
    String plan = model.plan(problem);
    assertThat(plan).startsWith("There is no plan");
    assertThat(model.score(problem, plan)).isEqualTo(100);
    assertThat(model.score(TWO_DAYS, plan)).isEqualTo(-100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada can only meet on Monday.",
        "Ada is free on Monday from 9:00 to 10:00.",
        "Ada prefers a time after lunch.",
        "The room is painted at 10:00.",
        "Zoe is busy on Monday during 9:00 to 10:00;",
        "Ada is not busy on Monday during 9:00 to 10:00.",
        "Ada is never busy on Monday during 9:00 to 10:00.",
        "Ada does not have meetings on Monday during 9:00 to 10:00.",
        "Ada's boss is busy on Monday during 9:00 to 10:00.",
        "Ada and Zoe are busy on Monday during 9:00 to 10:00.",
        "Ada wants meetings on Monday.",
        "Ada has no time on Monday.",
        "Nobody can meet on the first day.",
        "The earliest Ada can come is 10:00."
      })
  void aProblemIsRejectedRatherThanHalfUnderstood(String sentence) {
    assertThatThrownBy(() -> model.plan(TWO_DAYS + sentence))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("sentence 6 of the problem")
        .message()
        .doesNotContain(sentence);
  }

  @Test
  void constraintsAreSentencesThatItUnderstandsItself() {
    assertThat(model.constraints(TWO_DAYS + "Bert can not meet on Tuesday before 10:00."))
        .containsExactly(
            "- The meeting lasts one hour and takes place within the work hours of 9:00 to 17:00 on"
                + " Monday or Tuesday.",
            "- Ada is busy on Monday during 9:00 to 10:00, 13:00 to 16:30.",
            "- Ada is busy on Tuesday during 9:00 to 10:30.",
            "- Cleo is busy on Monday during 10:30 to 12:30.",
            "- Cleo is busy on Tuesday during 12:00 to 17:00.",
            "- Bert would rather not meet on Tuesday before 10:00.");
    String constraints = String.join("\n", model.constraints(TWO_DAYS));
    assertThat(model.planUnder(TWO_DAYS, constraints)).isEqualTo(model.plan(TWO_DAYS));
    assertThat(model.verdictUnder(TWO_DAYS, constraints, model.plan(TWO_DAYS)))
        .doesNotContain("not checked")
        .isEqualTo(model.verdict(TWO_DAYS, model.plan(TWO_DAYS)));
  }

  @Test
  void aConstraintBesideTheProblemHolds() {
    String constraint = "- Bert can not meet before 11:00.";
    assertThat(model.planUnder(TWO_DAYS, constraint)).contains("Tuesday, 11:00 - 12:00");
    assertThat(model.verdictUnder(TWO_DAYS, constraint, "Tuesday, 10:30 - 11:30"))
        .contains(
            "Bert would rather not meet on Tuesday before 11:00: broken, the meeting is from 10:30"
                + " to 11:30.");
  }

  @Test
  void aConstraintThatIsNotUnderstoodIsNotTakenForSatisfied() {
    assertThat(
            model.verdictUnder(
                TWO_DAYS, "- The room has a window.", "Here: Tuesday, 10:30 - 11:30"))
        .contains("The room has a window: not checked, its wording is not understood.");
  }

  @Test
  void aVerdictNamesWhatIsBroken() {
    assertThat(model.verdict(TWO_DAYS, "Here is the proposed time: Monday, 10:00 - 11:00"))
        .isEqualTo(
            """
            The meeting lasts one hour and takes place within the work hours of 9:00 to 17:00 on \
            Monday or Tuesday: satisfied.
            Ada is busy on Monday during 9:00 to 10:00, 13:00 to 16:30: satisfied.
            Ada is busy on Tuesday during 9:00 to 10:30: satisfied.
            Cleo is busy on Monday during 10:30 to 12:30: broken, the meeting is from 10:00 to 11:00.
            Cleo is busy on Tuesday during 12:00 to 17:00: satisfied.
            Score: 50\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Let's meet on **Tuesday**, 10:30 – 11:30!           | 100
          tuesday 10:30 to 11:30                              | 100
          Tuesday from 10:30 AM until 11:30 am                | 100
          Tuesday, 10:30 - 12:30                              | 10
          Tuesday, 10:30 - 11:00                              | 50
          Wednesday, 10:30 - 11:30                            | 50
          Monday, 9:00 - 10:00                                | 50
          Monday, 12:00 - 13:00                               | 50
          10:30 - 11:30                                       | -100
          Whenever you like                                   | -100
          """)
  void plansAreReadAsPeopleWriteThem(String plan, int score) {
    assertThat(model.score(TWO_DAYS, plan)).isEqualTo(score);
  }

  @Test
  void aLaterTimeThanTheEarliestIsBrokenOnlyIfTheEarliestIsWanted() {
    String free =
        "You need to schedule a meeting for Ada and Bert for one hour between the work hours of"
            + " 9:00 to 17:00 on Monday.\n";
    String plan = "Monday, 11:00 - 12:00";
    assertThat(model.score(free, plan)).isEqualTo(100);
    assertThat(
            model.verdict(
                free + "The group would like to meet at their earliest availability.", plan))
        .contains("broken, all can meet earlier, on Monday at 9:00.")
        .endsWith("Score: 50");
  }

  @Test
  void whatStandsBeforeTheOpeningCountsAndIsNotPassedOver() {
    assertThatThrownBy(() -> model.plan("Hello. " + TWO_DAYS + "Ada is lost."))
        .hasMessageContaining("sentence 7 of the problem");
    assertThatThrownBy(() -> model.plan("Hello. Ada is out on Monday. " + TWO_DAYS))
        .hasMessageContaining("sentence 2 of the problem");
    assertThatThrownBy(
            () -> model.plan(TWO_DAYS.replace("on either Monday", "on any day but Monday")))
        .hasMessageContaining("sentence 1 of the problem");
  }
}
