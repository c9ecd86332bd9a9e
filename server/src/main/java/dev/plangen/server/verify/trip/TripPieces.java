package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds days, counts of days and cities in sentences of free wording. */
record TripPieces(Atlas atlas) {

  private static final Phrase DAY = Phrase.of("day", "days");
  private static final Phrase DAY_AFTER_HYPHEN = Phrase.of("-day");
  private static final Phrase TO = Phrase.of("-", "to", "through", "until", "till");
  private static final Phrase CITIES = Phrase.of("cities", "european cities", "different cities");
  private static final Set<String> BETWEEN = Set.of("between", "during");
  private static final Set<String> DAY_WORDS = Set.of("day", "days");
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10));

  List<TripPiece> of(List<Token> tokens) {
    List<TripPiece> pieces = new ArrayList<>();
    Cursor cursor = new Cursor(tokens);
    boolean between = false;
    while (!cursor.isAtEnd()) {
      TripPiece piece = next(cursor, between);
      between = piece instanceof TripPiece.Word(String word) && BETWEEN.contains(word);
      pieces.add(piece);
    }
    return pieces;
  }

  private TripPiece next(Cursor cursor, boolean between) {
    Optional<TripPiece> found =
        days(cursor, between).or(() -> counted(cursor)).or(() -> place(cursor));
    return found.orElseGet(() -> single(cursor.next()));
  }

  private Optional<TripPiece> place(Cursor cursor) {
    if (!atlas.isOfPlans(cursor)) {
      return atlas.take(cursor).map(TripPiece.Place::new);
    }
    Token word = cursor.next();
    // With a capital it may be either.
    return Optional.of(
        word.capitalised() ? new TripPiece.Figure() : new TripPiece.Word(word.text()));
  }

  private static Optional<TripPiece> days(Cursor cursor, boolean between) {
    int place = cursor.place();
    OptionalInt from = cursor.take(DAY) ? cursor.takeNumber() : OptionalInt.empty();
    if (from.isEmpty() || isOrdinal(cursor)) {
      cursor.goBackTo(place);
      return Optional.empty();
    }
    int end = cursor.place();
    if (cursor.take(TO) || (between && cursor.takeWord("and"))) {
      cursor.take(DAY);
      OptionalInt to = cursor.takeNumber();
      // "Day 1 - 5 days in Oslo" is day 1.
      boolean counts = cursor.peek().filter(next -> DAY_WORDS.contains(next.text())).isPresent();
      if (to.isPresent() && !counts && !isOrdinal(cursor)) {
        return Optional.of(new TripPiece.Days(from.getAsInt(), to));
      }
    }
    cursor.goBackTo(end);
    return Optional.of(new TripPiece.Days(from.getAsInt(), OptionalInt.empty()));
  }

  /** "1st", "1.5", "1/2". */
  private static boolean isOrdinal(Cursor cursor) {
    Optional<Token> next = cursor.peek().filter(token -> !token.spaced());
    boolean point = next.filter(token -> token.isSign(".") || token.isSign("/")).isPresent();
    return next.filter(token -> token.kind() == Kind.WORD).isPresent()
        || (point
            && cursor
                .peek(1)
                .filter(token -> token.kind() == Kind.NUMBER && !token.spaced())
                .isPresent());
  }

  private static Optional<TripPiece> counted(Cursor cursor) {
    int place = cursor.place();
    OptionalInt number = cursor.takeNumber(NUMBERS);
    if (number.isPresent()) {
      if (cursor.take(DAY) || cursor.take(DAY_AFTER_HYPHEN)) {
        return Optional.of(new TripPiece.Count(number.getAsInt()));
      }
      if (cursor.take(CITIES)) {
        return Optional.of(new TripPiece.CityCount(number.getAsInt()));
      }
    }
    cursor.goBackTo(place);
    return Optional.empty();
  }

  private static TripPiece single(Token token) {
    return switch (token.kind()) {
      case NUMBER -> new TripPiece.Figure();
      case WORD -> new TripPiece.Word(token.text());
      case SIGN, LINE_END -> new TripPiece.Sign(token.text());
    };
  }
}
