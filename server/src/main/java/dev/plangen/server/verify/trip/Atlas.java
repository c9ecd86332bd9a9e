package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Lexer;
import dev.plangen.server.verify.reading.Token.Kind;
import dev.plangen.server.verify.reading.Words;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the names of known cities in texts, in any spelling that folds to the same. */
final class Atlas {

  /**
   * What else a plan may visit instead. Only names that are nothing else in English: "Nice" and
   * "Split" begin sentences too.
   */
  private static final List<String> OTHER_CITIES =
      List.of(
          "Amsterdam",
          "Athens",
          "Barcelona",
          "Berlin",
          "Brussels",
          "Bucharest",
          "Budapest",
          "Copenhagen",
          "Dublin",
          "Dubrovnik",
          "Edinburgh",
          "Florence",
          "Frankfurt",
          "Geneva",
          "Hamburg",
          "Helsinki",
          "Istanbul",
          "Krakow",
          "Lisbon",
          "London",
          "Lyon",
          "Madrid",
          "Manchester",
          "Milan",
          "Munich",
          "Mykonos",
          "Naples",
          "Oslo",
          "Paris",
          "Porto",
          "Prague",
          "Reykjavik",
          "Riga",
          "Rome",
          "Salzburg",
          "Santorini",
          "Seville",
          "Stockholm",
          "Stuttgart",
          "Tallinn",
          "Valencia",
          "Venice",
          "Vienna",
          "Vilnius",
          "Warsaw",
          "Zurich");

  /** Where "Nice" is a city, what makes of it one, and no adjective, if it comes next. */
  private static final Set<String> BEHIND_CITIES =
      Words.set(
          """
          and are at be between by during for from has in is must need needs on requires should
          then through to until via was will with
          """);

  private final Map<String, City> byName = new HashMap<>();

  /** Of names, in tokens. */
  private final int longest;

  Atlas(Collection<City> cities) {
    cities.forEach(city -> byName.put(folded(city.name()), city));
    OTHER_CITIES.forEach(name -> byName.putIfAbsent(folded(name), new City(name)));
    longest =
        byName.values().stream().mapToInt(city -> Lexer.lex(city.name()).size()).max().orElse(0);
  }

  /** What spellings of one name have in common. */
  static String folded(String name) {
    StringBuilder folded = new StringBuilder();
    Lexer.lex(name).forEach(token -> folded.append(token.text()).append(' '));
    return folded.toString();
  }

  /** The city whose name is next; of several, the longest. */
  Optional<City> take(Cursor cursor) {
    StringBuilder name = new StringBuilder();
    Optional<City> found = Optional.empty();
    int length = 0;
    for (int i = 0; i < longest && cursor.peek(i).isPresent(); i++) {
      name.append(cursor.peek(i).orElseThrow().text()).append(' ');
      City city = byName.get(name.toString());
      if (city != null) {
        found = Optional.of(city);
        length = i + 1;
      }
    }
    for (int i = 0; i < length; i++) {
      cursor.next();
    }
    return found;
  }

  /**
   * Whether the next token is a word of plans that is a city's name, too, and is used as that word
   * here, or may be: "a nice trip", "Nice museums".
   */
  boolean isOfPlans(Cursor cursor) {
    boolean both =
        cursor.peek().filter(word -> TripWords.isKnown(word.text())).isPresent()
            && byName.containsKey(cursor.peek().orElseThrow().text() + " ");
    if (!both) {
      return false;
    }
    boolean word = !cursor.peek().orElseThrow().capitalised();
    boolean adjective =
        cursor
            .peek(1)
            .filter(next -> next.kind() == Kind.WORD && !BEHIND_CITIES.contains(next.text()))
            .filter(next -> !next.capitalised())
            .isPresent();
    return word || adjective;
  }
}
