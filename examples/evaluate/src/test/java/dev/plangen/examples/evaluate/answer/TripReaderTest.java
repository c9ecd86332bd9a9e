package dev.plangen.examples.evaluate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.examples.evaluate.answer.Trip.Stay;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripReaderTest {

  private static final Trip TRIP =
      new Trip(List.of(new Stay("Turin", 3), new Stay("San Marino", 2), new Stay("Bern", 4)));

  private static final String GOLDEN =
      """
      Here is the trip plan for visiting the 3 European cities for 7 days:

      **Day 1-3:** Arriving in Turin and visit Turin for 3 days.
      **Day 3:** Fly from Turin to San Marino.
      **Day 3-4:** Visit San Marino for 2 days.
      **Day 4:** Fly from San Marino to Bern.
      **Day 4-7:** Visit Bern for 4 days.\
      """;

  @Test
  void aGoldenPlanIsReadWithoutKnowingItsCities() {
    assertThat(TripReader.ofGoldenPlans().read(GOLDEN)).contains(TRIP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GOLDEN,
        "Days 1 to 3: Turin. Day 3: fly from Turin to San Marino. Days 3 to 4: San Marino."
            + " Day 4: fly from San Marino to Bern. Days 4 to 7: Bern.",
        "- Day 1-3: Enjoy the museums of Turin.\n- Day 3-4: San Marino, by plane from Turin.\n"
            + "- Day 4-7: Stay in Bern.",
        "Day 1: Arrive in Turin.\nDay 2: Explore Turin.\nDay 3: Fly from Turin to San Marino.\n"
            + "Day 4: Fly from San Marino to Bern.\nDay 5: Visit Bern.\nDay 6: Bern.\nDay 7: Bern.",
        "Day 1-2: Visit Turin.\nDay 3: Fly from Turin to San Marino.\nDay 4: Fly from San Marino to"
            + " Bern.\nDay 5-7: Visit Bern.",
      })
  void theSameFactsAreReadWhateverTheWords(String plan) {
    assertThat(TripReader.knowing(TRIP).read(plan)).contains(TRIP);
  }

  @Test
  void anotherOrderAndOtherDaysAreOtherTrips() {
    TripReader reader = TripReader.knowing(TRIP);

    assertThat(reader.read("Day 1-4: Bern.\nDay 4-5: San Marino.\nDay 5-7: Turin."))
        .get()
        .isNotEqualTo(TRIP)
        .extracting(Answer::text)
        .isEqualTo("Bern 4, San Marino 2, Turin 3");
    assertThat(reader.read("Day 1-3: Turin.\nDay 3-4: San Marino.\nDay 4-8: Bern."))
        .get()
        .isNotEqualTo(TRIP);
  }

  @Test
  void aCityThatIsNotAskedForIsPartOfTheTrip() {
    assertThat(TripReader.knowing(TRIP).read(GOLDEN + "\n**Day 7-8:** Visit Rome for 2 days."))
        .get()
        .extracting(Answer::text)
        .isEqualTo("Turin 3, San Marino 2, Bern 4, Rome 2");
  }

  @Test
  void anotherPlanAfterTheFirstIsNotRead() {
    assertThat(TripReader.knowing(TRIP).read(GOLDEN + "\n\nOr else:\n\n**Day 1-4:** Visit Bern."))
        .contains(TRIP);
  }

  @Test
  void whatDoesNotStateATripIsNotGuessed() {
    assertThat(TripReader.knowing(TRIP).read("There is no such trip: Turin has no flights."))
        .isEmpty();
  }
}
