package dev.plangen.server.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.verify.CalendarCase.Meeting;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarVerifierTest {

  private static final String OPENING =
      "You need to schedule a meeting for Michelle, Will and Zoë for one hour between the work"
          + " hours of 9:00 to 17:00 on either Monday or Tuesday. \n\n"
          + "Here are the existing schedules for everyone during the days: \n"
          + "Michelle has meetings on Monday during 11:00 to 12:00; \n"
          + "Will is busy on Monday during 9:00 to 10:00, 13:00 to 14:00, Tuesday during 9:00 to"
          + " 17:00; \n"
          + "Zoëhas no meetings the whole week.\n\n";
  private static final String CLOSING =
      "Find a time that works for everyone's schedule and constraints.";

  /** Right are Monday 10:00, and 12:00 and from 14:00 on, whole hours. */
  private static final String PROBLEM = OPENING + CLOSING;

  private static final String RIGHT = "Here is the proposed time: Monday, 14:30 - 15:30";

  private final CalendarVerifier verifier = new CalendarVerifier();

  private Opinion verify(String problem, String plan, String... constraints) {
    return verifier.verify(
        new PlanUnderTest(problem, List.of(constraints), CallKey.of("plan"), plan),
        Cancellation.create());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RIGHT,
        "Here is the proposed time: Monday, 14:30 - 15:30.",
        "Here is the proposed time:\n\n**Monday, 14:30 – 15:30**",
        "SOLUTION: Here is the proposed time: Monday, 14:30 - 15:30",
        "Monday, 14:30 - 15:30",
        "**Monday 14:30–15:30**",
        "- Monday: 2:30 PM - 3:30 PM",
        "Let's meet on Monday from 2:30 to 3:30pm",
        "Let's meet on Monday from 2:30pm to 3:30.",
        "let’s meet monday 14:30-15:30!",
        "We can meet on Monday between 14:30 and 15:30.",
        "I suggest Monday, 14:30 until 15:30.",
        "The meeting should be on Monday at 14:30 for one hour.",
        "Meeting on Monday at 2:30 p.m. for 60 minutes.",
        "The meeting starts at 14:30 and ends at 15:30 on Monday.",
        "Please book Monday from 14:30 to 15:30 (1 hour) for Michelle, Will and Zoe.",
        "Day: Monday\nTime: 14:30 - 15:30",
        "| Day | Monday |\n| Time | 14:30 - 15:30 |",
        "{\"day\": \"Monday\", \"start\": \"14:30\", \"end\": \"15:30\"}",
        "1. Michelle is busy on Monday from 11:00 to 12:00.\n2. Will is busy until 14:00.\n\n"
            + "Therefore, the meeting can be scheduled on Monday from 14:30 to 15:30.",
        "First try Monday 9:00 - 10:00: Will is busy. Tuesday is full.\n\n"
            + "Final answer: Monday, 14:30 - 15:30",
        "Perhaps Monday 12:00 - 13:00? Too close to lunch.\n"
            + "Here is the proposed time: Monday, 14:30 - 15:30",
        RIGHT + "\n\nThis works for everyone and does not conflict with any existing meeting.",
        RIGHT + "\n\nMichelle is free, since her meeting is from 11:00 to 12:00.",
        RIGHT + "\n\nAll 3 participants are free then.",
        "1) Michelle is busy on Monday from 11:00 to 12:00.\n2) Will is out on Tuesday.\n\n"
            + RIGHT,
        "To find a time for the meeting, let's look at everyone's availability:\n\n"
            + "**Michelle**: busy Monday 11:00–12:00\n**Will**: busy Monday 9:00–10:00,"
            + " 13:00–14:00\n\nFree for all:\n- 10:00–11:00\n- 14:30–15:30 ✅\n\n"
            + "**Proposed time: Monday, 14:30 – 15:30**\n\nLet me know if that suits you!",
        "The only time that works for everyone is Monday, 14:30 - 15:30, because Will is busy"
            + " until 14:00.",
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
        "Here is the proposed time: Monday, 13:30 - 14:30",
        "Here is the proposed time: Tuesday, 14:30 - 15:30",
        "Here is the proposed time: Wednesday, 14:30 - 15:30",
        "Here is the proposed time: Monday, 14:30 - 15:00",
        "Here is the proposed time: Monday, 15:30 - 14:30",
        "Here is the proposed time: Monday, 16:30 - 17:30",
        "Here is the proposed time: Monday, 4:00 - 5:30",
        "Here is the proposed time: Monday, 1:00 - 2:00",
        "Let's meet on Monday from 11 to noon.",
        "Let's meet on Monday at 9am.",
        "Meeting: Monday 11-12pm",
        "There is no time that works for everyone.",
        "Unfortunately, it is not possible to find a time for the meeting.",
        "First try Monday 14:30 - 15:30: good.\n\nFinal answer: Monday, 9:00 - 10:00",
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
        "I can't help with that.",
        "Monday",
        "14:30 - 15:30",
        "Monday, 14:30 - 15:30 or Monday, 15:00 - 16:00",
        "Monday, 14:30 - 15:30\nMonday, 15:00 - 16:00",
        "Let's meet on Monday, 14:30 - 15:30. Let's meet on Monday, 15:00 - 16:00.",
        "Here is the proposed time: Monday, 14:30 - 15:30\n"
            + "Here is the proposed time: Monday, 15:00 - 16:00",
        "Option 1: Monday, 14:30 - 15:30\nOption 2: Monday, 15:00 - 16:00",
        "Here is the proposed time: Monday, 14:30 - 15:30. Alternatively, Monday 15:00 - 16:00.",
        "Here is the proposed time: Monday, 14:30 - 15:30. Wait, that is wrong.",
        "Here is the proposed time: Monday, 14:30 - 15:30. Tuesday would be nicer.",
        "Here is the proposed time: Monday, 14:30 - 15:30\n\nNo, make that 15:00.",
        "Here is the proposed time: not Monday, 14:30 - 15:30",
        "Let's meet on Monday, 14:30 - 15:30, unless it rains.",
        "Shall we meet on Monday, 14:30 - 15:30?",
        "Do not meet on Monday, 14:30 - 15:30.",
        "~~Monday, 14:30 - 15:30~~",
        "Let's meet on Monday or Tuesday, 14:30 - 15:30.",
        "Michelle has meetings on Monday during 11:00 to 12:00.",
        "Michelle is free on Monday, 14:30 - 15:30.",
        "Let's meet on Monday, 14:30 - 15:30 (half an hour).",
        "Let's meet on Monday from 2:30 to 3:30.",
        "Let's meet on Monday, 14:30 - 15:30 UTC.",
        "Let's meet on Monday, 14.30 - 15.30",
        "There is no time on Tuesday that works for everyone.",
        "There is no time that works for everyone. Let's meet on Monday, 14:30 - 15:30.",
        "It is not impossible to find a time.",
        RIGHT + "\n\nFinal answer: Monday, 9.00 - 10.00",
        RIGHT + "\n\nFinal answer: Monday 0900-1000",
        RIGHT + "\n\nFinal answer: Monday, ９:００ - １０:００",
        RIGHT + "\n\nFinal answer: Monday, nine to ten",
        RIGHT + "\n\nFinal answer: half past nine",
        RIGHT + "\n\n9.30 - 10.30",
        RIGHT + "\n\nCancel that.",
        RIGHT + "\n\nMove it by an hour.",
        RIGHT + "\n\nMake it one hour before.",
        RIGHT + "\n\nStart an hour early.",
        RIGHT + "\n\nMichelle, Will and Zoë have their meeting on Monday at 9:00 - 10:00.",
        RIGHT + " ❌",
        RIGHT + ".\n❌",
        "Let's meet on Monday by 15:00.",
        "We can meet on Monday between 14:00 and 17:00.",
        "Everyone is free on Monday from 14:00 to 17:00.",
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
  @ValueSource(strings = {"not", "never", "or", "except", "instead of", "unless", "maybe", "if"})
  void aWordThatMayDenyLeavesNoOpinionWhereverItStands(String word) {
    Matcher space = Pattern.compile(" ").matcher(RIGHT);
    while (space.find()) {
      assertNoOpinion(
          verify(
              PROBLEM,
              RIGHT.substring(0, space.end()) + word + " " + RIGHT.substring(space.end())));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Michelle needs a break after each meeting.",
        "Will is out of town.",
        "Will is busy on Monday.",
        "Will is busy on Monday during 9:00 to 8:00.",
        "Will is busy on Monday during 9:00 to 10:00 and maybe longer.",
        "Quentin is busy on Monday during 14:00 to 17:00.",
        "Michelle would rather not meet on Monday before lunch.",
        "Michelle would rather meet on Monday.",
        "Zoë is busy on Monday during 9:00 to 10:00;",
        "The room is taken on Monday after 12:00.",
        "Is Will busy on Monday during 9:00 to 10:00?",
        "Thursday after 12:00.",
        "The meeting must be online.",
      })
  void aProblemWithAnythingUnknownGetsNoOpinion(String sentence) {
    assertNoOpinion(verify(OPENING + sentence + "\n" + CLOSING, RIGHT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Plan a trip.",
        "You plan to visit 3 European cities for 14 days in total.",
        "You need to schedule a meeting for Michelle for a while between the work hours of 9:00"
            + " to 17:00 on Monday.",
        "You need to schedule a meeting for Monday and Will for one hour between the work hours"
            + " of 9:00 to 17:00 on Monday.",
      })
  void otherProblemsGetNoOpinion(String problem) {
    assertNoOpinion(verify(problem, RIGHT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Michelle can not meet on Monday after 14:00. ",
        "Michelle would rather not meet on Monday before 15:00. ",
        "Michelle do not want to meet on Monday. ",
        "Michelle would like to avoid more meetings on Tuesday. Monday after 15:00. ",
        "Michelle would rather not meet before 16:00. ",
        "The group would like to meet at their earlist availability.\n",
        "You would like to schedule the meeting at their earliest availability.\n",
      })
  void wishesBindLikeDuties(String wish) {
    assertThat(verify(PROBLEM, RIGHT).ruling()).isEqualTo(Ruling.PASSED);
    assertThat(verify(OPENING + wish + CLOSING, RIGHT).ruling()).isEqualTo(Ruling.VETOED);
  }

  @Test
  void theSchedulesMayFollowOnTheLineOfTheirHeading() {
    String problem = PROBLEM.replace("\n", "").replace("Zoëhas", "Zoë has");
    assertThat(verify(problem, RIGHT).ruling()).isEqualTo(Ruling.PASSED);
    Opinion wrong = verify(problem, "Here is the proposed time: Monday, 11:00 - 12:00");
    assertThat(wrong.feedback()).contains("Michelle is busy 11:00–12:00 on Monday");
    assertNoOpinion(verify(problem.replace("days: ", "days except: "), RIGHT));
  }

  @Test
  void aMeetingMayTouchWhatItMustNotOverlap() {
    String wishes = "Michelle can not meet on Monday before 14:30. Monday after 15:30. ";
    assertThat(verify(OPENING + wishes + CLOSING, RIGHT).ruling()).isEqualTo(Ruling.PASSED);
  }

  @Test
  void theEarliestTimeIsTheFirstThatSuitsAll() {
    String problem =
        OPENING + "The group would like to meet at their earlist availability.\n" + CLOSING;
    assertThat(verify(problem, "Monday, 10:00 - 11:00").ruling()).isEqualTo(Ruling.PASSED);
    Opinion later = verify(problem, "Monday, 12:00 - 13:00");
    assertThat(later.constraints())
        .filteredOn(verdict -> verdict.ruling() == Ruling.VETOED)
        .extracting(ConstraintVerdict::reason)
        .containsExactly("the earliest time that suits everyone is Monday, 10:00 - 11:00");
  }

  @Test
  void noTimeIsRightOnlyIfNoneIsLeft() {
    String busy =
        "Michelle is busy on Monday during 9:00 to 17:00, Tuesday during 9:00 to 17:00;\n";
    Opinion opinion = verify(OPENING + busy + CLOSING, "There is no time that works for everyone.");
    assertThat(opinion.ruling()).isEqualTo(Ruling.PASSED);
    assertThat(opinion.sound()).isTrue();
    assertThat(verify(PROBLEM, "There is no time that works for everyone.").feedback())
        .contains("Monday, 10:00 - 11:00");
  }

  @Test
  void eachConstraintGetsItsReason() {
    Opinion opinion = verify(PROBLEM, "Monday, 11:30 - 12:00");
    assertThat(opinion.constraints())
        .extracting(
            ConstraintVerdict::constraint, ConstraintVerdict::ruling, ConstraintVerdict::reason)
        .containsExactly(
            tuple(
                "The meeting lasts 60 minutes",
                Ruling.VETOED,
                "the meeting lasts 30 minutes and must last 60 minutes"),
            tuple(
                "The meeting is within 9:00–17:00 on Monday or Tuesday",
                Ruling.PASSED,
                "Monday, 11:30 - 12:00 lies within 9:00–17:00; Monday is one of the days"),
            tuple(
                "Michelle is busy 11:00–12:00 on Monday",
                Ruling.VETOED,
                "Michelle is busy 11:00–12:00 on Monday"),
            tuple(
                "Will is busy 9:00–10:00 and 13:00–14:00 on Monday; 9:00–17:00 on Tuesday",
                Ruling.PASSED,
                "Monday, 11:30 - 12:00 keeps clear of it"));
    assertThat(opinion.score()).hasValue(-50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The meeting lasts one hour.",
        "Meeting duration: 60 minutes",
        "The meeting lasts one hour and takes place within the work hours of 9:00 to 17:00 on"
            + " Monday or Tuesday.",
        "The meeting must be scheduled between 9:00 AM and 5:00 PM.",
        "The meeting must take place on Monday or Tuesday.",
        "Michelle has meetings on Monday during 11:00 to 12:00;",
        "Michelle is not available on Monday from 11:00 to 12:00.",
        "Michelle: busy Monday 11:00-12:00",
        "Will cannot meet on Monday 9:00-10:00 and 13:00-14:00.",
        "Will is busy on Tuesday during 9:00 to 17:00.",
        "Zoë is free the entire week.",
        "Michelle, Will and Zoë must attend the meeting.",
        "Participants: Michelle, Will and Zoë",
        "The meeting must not overlap with any existing meeting.",
        "Everyone must be available.",
      })
  void aConstraintThatRestatesTheProblemChangesNothing(String constraint) {
    Opinion opinion = verify(PROBLEM, RIGHT, constraint);
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.PASSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The meeting must be in the morning.",
        "The meeting must be in the last slot.",
        "The meeting should be as late as possible.",
        "The meeting must be on Monday.",
        "The meeting must not be on Tuesday.",
        "The meeting lasts half an hour.",
        "Michelle is busy on Monday during 15:00 to 16:00.",
        "Michelle is busy on Tuesday during 11:00 to 12:00.",
        "Michelle must meet on Monday during 11:00 to 12:00.",
        "Michelle wants to meet on Monday.",
        "Michelle can not come.",
        "Michelle must not meet Will.",
        "Michelle would prefer the meeting later in the day.",
        "Michelle prefers an earlier meeting.",
        "Michelle must attend before Will.",
        "Will is free on Tuesday during 9:00 to 17:00.",
        "Quentin must attend.",
        "The meeting must be online.",
        "The meeting must be at the earliest availability.",
      })
  void aConstraintThatSaysMoreThanTheProblemPreventsAProof(String constraint) {
    Opinion opinion = verify(PROBLEM, RIGHT, "The meeting lasts one hour.", constraint);
    assertThat(opinion.ruling()).as(opinion.feedback()).isEqualTo(Ruling.UNKNOWN);
    assertThat(opinion.score()).isEmpty();
    assertThat(opinion.sound()).isFalse();
    assertThat(opinion.constraints())
        .filteredOn(verdict -> verdict.ruling() == Ruling.UNKNOWN)
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.constraint()).isEqualTo(constraint);
              assertThat(verdict.index()).hasValue(1);
            });
    Opinion wrong = verify(PROBLEM, "Monday, 9:00 - 10:00", constraint);
    assertThat(wrong.ruling()).isEqualTo(Ruling.VETOED);
  }

  @Test
  void aConstraintOfTheRunIsNamedByItsPlace() {
    Opinion opinion =
        verify(
            PROBLEM,
            "Monday, 11:00 - 12:00",
            "Everyone must be available.",
            "Michelle is unavailable on Monday 11:00-12:00.",
            "The meeting lasts one hour and takes place within the work hours of 9:00 to 17:00 on"
                + " Monday or Tuesday.");
    assertThat(opinion.constraints())
        .filteredOn(verdict -> verdict.index().isPresent())
        .extracting(
            ConstraintVerdict::constraint,
            verdict -> verdict.index().getAsInt(),
            ConstraintVerdict::ruling)
        .containsExactly(
            tuple("Michelle is busy 11:00–12:00 on Monday", 1, Ruling.VETOED),
            tuple(
                "The meeting lasts one hour and takes place within the work hours of 9:00 to 17:00"
                    + " on Monday or Tuesday.",
                2,
                Ruling.PASSED));
  }

  @Test
  void whatMoreIsDemandedMayExcludeTheEarliestTime() {
    String problem =
        OPENING + "The group would like to meet at their earlist availability.\n" + CLOSING;
    assertThat(verify(problem, RIGHT).ruling()).isEqualTo(Ruling.VETOED);
    assertThat(verify(problem, RIGHT, "The meeting must be after lunch.").ruling())
        .isEqualTo(Ruling.UNKNOWN);
    assertThat(verify(PROBLEM, "There is no time.", "The meeting must be at night.").ruling())
        .isEqualTo(Ruling.UNKNOWN);
  }

  @Test
  void noClockIsMisread() {
    Random random = new Random(11);
    for (int i = 0; i < 3_000; i++) {
      CalendarCase problem = CalendarCase.random(random);
      int from = 8 * 60 + 15 * random.nextInt(40);
      Meeting meeting =
          new Meeting(
              problem.days().get(random.nextInt(problem.days().size())),
              from,
              from + problem.length());
      Ruling expected = problem.isRight(meeting) ? Ruling.PASSED : Ruling.VETOED;
      for (String times : times(meeting)) {
        String plan = "Let's meet on " + CalendarCase.name(meeting.day()) + " " + times + ".";
        assertThat(verify(problem.problem(), plan).ruling())
            .as("%s%n%s", problem.problem(), plan)
            .isEqualTo(expected);
      }
      // On a 12-hour clock without its half, a time before the work hours is not clear.
      String vague = "from %s to %s".formatted(half(from, ""), half(meeting.to(), ""));
      assertThat(
              verify(
                      problem.problem(),
                      "Let's meet on " + CalendarCase.name(meeting.day()) + " " + vague)
                  .ruling())
          .as("%s%n%s", problem.problem(), vague)
          .isIn(expected, Ruling.UNKNOWN);
    }
  }

  private static List<String> times(Meeting meeting) {
    int from = meeting.from();
    int to = meeting.to();
    String plain = CalendarCase.clock(from) + "%s" + CalendarCase.clock(to);
    String first = from < 12 * 60 ? "am" : "pm";
    String second = to < 12 * 60 ? "am" : "pm";
    return List.of(
        plain.formatted(" - "),
        "from " + plain.formatted(" to "),
        "between " + plain.formatted(" and "),
        plain.formatted("–"),
        "at " + CalendarCase.clock(from),
        "%s-%s".formatted(half(from, first), half(to, second)),
        "from %s to %s"
            .formatted(half(from, " " + first.toUpperCase(Locale.ROOT)), half(to, " " + second)),
        "from %s until %s".formatted(half(from, first.charAt(0) + ".m."), half(to, "")),
        "%s - %s".formatted(half(from, ""), half(to, second)));
  }

  /** "9", "9:30" and what is behind it. */
  private static String half(int minutes, String suffix) {
    int hour = (minutes / 60 + 11) % 12 + 1;
    String minute = minutes % 60 == 0 ? "" : ":%02d".formatted(minutes % 60);
    return hour + minute + suffix;
  }

  @Test
  void thousandsOfMeetingsAreJudgedAsCountingMinutesJudgesThem() {
    Random random = new Random(7);
    Tally tally = new Tally(verifier);
    for (int i = 0; i < 40; i++) {
      CalendarCase problem = CalendarCase.random(random);
      CalendarChanges.of(
          problem, (kind, isRight, plan) -> tally.expect(isRight, problem.problem(), plan));
      tally.expect(
          problem.first().isEmpty(),
          problem.problem(),
          "There is no time that works for everyone's schedule.");
    }
    assertThat(tally.mistakes()).isEmpty();
    assertThat(tally.right()).isGreaterThan(100);
    assertThat(tally.wrong()).isGreaterThan(10_000);
  }
}
