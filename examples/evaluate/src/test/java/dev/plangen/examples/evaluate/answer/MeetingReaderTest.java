package dev.plangen.examples.evaluate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeetingReaderTest {

  private static final Meeting TUESDAY_AFTERNOON =
      new Meeting(DayOfWeek.TUESDAY, 14 * 60 + 30, 15 * 60);

  private final MeetingReader reader = new MeetingReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here is the proposed time: Tuesday, 14:30 - 15:00",
        "Tuesday, 14:30 – 15:00 works for everyone.",
        "They can meet on Tuesday from 14:30 to 15:00.",
        "I propose **Tuesday**, 14:30 - 15:00.",
        "From 14:30 until 15:00 on Tuesday all are free.",
        "Let us meet on Tuesday between 2:30 PM and 3:00 PM.",
        "Tuesday 2:30 - 3:00 p.m. it is.",
      })
  void theSameFactsAreReadWhateverTheWords(String plan) {
    assertThat(reader.read(plan)).contains(TUESDAY_AFTERNOON);
  }

  @Test
  void theFirstTimeWithADayBeforeItCounts() {
    assertThat(
            reader.read(
                "Ann is busy from 9:00 to 10:00. So: Tuesday, 14:30 - 15:00, or else Friday, 9:00"
                    + " - 9:30."))
        .contains(TUESDAY_AFTERNOON);
  }

  @Test
  void noonAndMidnightAreNotShifted() {
    assertThat(reader.read("Friday, 11:30 AM - 12:30 PM"))
        .contains(new Meeting(DayOfWeek.FRIDAY, 11 * 60 + 30, 12 * 60 + 30));
    assertThat(reader.read("Friday, 11:30 - 12:30 PM"))
        .contains(new Meeting(DayOfWeek.FRIDAY, 11 * 60 + 30, 12 * 60 + 30));
    assertThat(reader.read("Friday, 12:15 AM - 1:15 AM"))
        .contains(new Meeting(DayOfWeek.FRIDAY, 15, 75));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "There is no time at which all can meet.",
        "At 14:30 on Tuesday.",
        "14:30 - 15:00",
        "Tuesday, 15:00 - 14:30",
        "Tuesday, 25:00 - 26:00",
      })
  void whatDoesNotStateAMeetingIsNotGuessed(String plan) {
    assertThat(reader.read(plan)).isEmpty();
  }

  @Test
  void theTextIsThatOfGoldenPlans() {
    assertThat(Optional.of(TUESDAY_AFTERNOON.text()).flatMap(reader::read))
        .contains(TUESDAY_AFTERNOON);
    assertThat(TUESDAY_AFTERNOON.text()).isEqualTo("Tuesday, 14:30 - 15:00");
  }
}
