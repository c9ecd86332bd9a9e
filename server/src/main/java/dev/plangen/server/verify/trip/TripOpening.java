package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Sentence;
import java.util.Optional;
import java.util.OptionalInt;

/** The first sentence of a trip problem: through how many cities, in how many days. */
record TripOpening(int cities, int days) {

  private static final Phrase VISIT = Phrase.of("you plan to visit");
  private static final Phrase CITIES_FOR = Phrase.of("european cities for", "cities for");
  private static final Phrase IN_TOTAL = Phrase.of("days in total");

  /** Beyond it is no trip; keeps sums small. */
  private static final int MOST_DAYS = 10_000;

  static Optional<TripOpening> read(Sentence sentence) {
    Cursor cursor = new Cursor(sentence.tokens());
    if (!cursor.take(VISIT)) {
      return Optional.empty();
    }
    OptionalInt cities = cursor.takeNumber();
    if (cities.isEmpty() || !cursor.take(CITIES_FOR)) {
      return Optional.empty();
    }
    OptionalInt days = cursor.takeNumber();
    return days.isPresent()
            && days.getAsInt() <= MOST_DAYS
            && cursor.take(IN_TOTAL)
            && cursor.isAtEnd()
        ? Optional.of(new TripOpening(cities.getAsInt(), days.getAsInt()))
        : Optional.empty();
  }
}
