package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Sentence;
import dev.plangen.server.verify.reading.Words;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the sentences of trip problems that are about one city. */
final class TripSentences {

  private TripSentences() {}

  /** What such a sentence says. */
  sealed interface Said {}

  record Stay(City city, int days) implements Said {}

  /**
   * Something for which one has to be there.
   *
   * @param words what, in words for a person
   */
  record Event(City city, int from, int to, String words) implements Said {}

  private static final Phrase WISH =
      Phrase.of(
          "you would like to",
          "you plan to",
          "you want to",
          "you have to",
          "you need to",
          "you are going to");
  private static final Phrase VISIT = Phrase.of("visit", "stay in");
  private static final Phrase DAYS_IN = Phrase.of("days in", "day in");
  private static final Phrase DAYS = Phrase.of("days", "day");
  private static final Phrase BETWEEN_DAY = Phrase.of("between day");
  private static final Phrase AND_DAY = Phrase.of("and day", "to day");
  private static final Phrase YOU_HAVE_TO = Phrase.of(", you have to");
  private static final Phrase THERE_IS_A_SHOW =
      Phrase.of(
          ", there is a annual show you want to attend in",
          ", there is an annual show you want to attend in");
  private static final Set<String> FOR = Words.set("for");
  private static final Set<String> BETWEEN = Words.set("between");
  private static final Set<String> NOTHING = Set.of();

  /** What is to be done in a city, and how a reason calls it. */
  private record Occasion(Phrase phrase, String words) {}

  private static final List<Occasion> OCCASIONS =
      List.of(
          new Occasion(Phrase.of("visit relatives in"), "to visit relatives"),
          new Occasion(Phrase.of("meet a friend in"), "to meet a friend"),
          new Occasion(
              Phrase.of("meet your friends at", "meet your friends in"), "to meet friends"),
          new Occasion(Phrase.of("attend a workshop in"), "for a workshop"),
          new Occasion(Phrase.of("attend a wedding in"), "for a wedding"),
          new Occasion(Phrase.of("attend a conference in"), "for a conference"));

  static Optional<Said> read(Sentence sentence, CityNames names) {
    Cursor cursor = new Cursor(sentence.tokens());
    Optional<Said> said = cursor.take(WISH) ? wish(cursor, names) : periodFirst(cursor, names);
    return cursor.isAtEnd() ? said : Optional.empty();
  }

  private static Optional<Said> wish(Cursor cursor, CityNames names) {
    for (Occasion occasion : OCCASIONS) {
      if (cursor.take(occasion.phrase())) {
        Optional<City> city = names.take(cursor, BETWEEN);
        OptionalInt from = cursor.take(BETWEEN_DAY) ? cursor.takeNumber() : OptionalInt.empty();
        OptionalInt to = cursor.take(AND_DAY) ? cursor.takeNumber() : OptionalInt.empty();
        cursor.take(Phrase.of("to tour together"));
        return event(city, from, to, occasion.words());
      }
    }
    return cursor.takeWord("spend") ? spend(cursor, names) : visit(cursor, names);
  }

  private static Optional<Said> spend(Cursor cursor, CityNames names) {
    OptionalInt days = cursor.takeNumber();
    return cursor.take(DAYS_IN) ? stay(names.take(cursor, NOTHING), days) : Optional.empty();
  }

  private static Optional<Said> visit(Cursor cursor, CityNames names) {
    if (!cursor.take(VISIT)) {
      return Optional.empty();
    }
    Optional<City> city = names.take(cursor, FOR);
    OptionalInt days = cursor.takeWord("for") ? cursor.takeNumber() : OptionalInt.empty();
    return cursor.take(DAYS) ? stay(city, days) : Optional.empty();
  }

  /** "During day 3 and day 5, …", "From day 3 to day 5, …". */
  private static Optional<Said> periodFirst(Cursor cursor, CityNames names) {
    if (!cursor.take(Phrase.of("during day", "from day"))) {
      return Optional.empty();
    }
    OptionalInt from = cursor.takeNumber();
    OptionalInt to = cursor.take(AND_DAY) ? cursor.takeNumber() : OptionalInt.empty();
    if (cursor.take(THERE_IS_A_SHOW)) {
      return event(names.take(cursor, NOTHING), from, to, "for the annual show");
    }
    if (cursor.take(YOU_HAVE_TO)) {
      for (Occasion occasion : OCCASIONS) {
        if (cursor.take(occasion.phrase())) {
          return event(names.take(cursor, NOTHING), from, to, occasion.words());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Said> stay(Optional<City> city, OptionalInt days) {
    return city.isPresent() && days.isPresent() && days.getAsInt() > 0
        ? Optional.of(new Stay(city.get(), days.getAsInt()))
        : Optional.empty();
  }

  private static Optional<Said> event(
      Optional<City> city, OptionalInt from, OptionalInt to, String words) {
    if (city.isEmpty() || from.isEmpty() || to.isEmpty() || from.getAsInt() < 1) {
      return Optional.empty();
    }
    String all =
        "Be in %s from day %d to day %d %s"
            .formatted(city.get().name(), from.getAsInt(), to.getAsInt(), words);
    return Optional.of(new Event(city.get(), from.getAsInt(), to.getAsInt(), all));
  }
}
