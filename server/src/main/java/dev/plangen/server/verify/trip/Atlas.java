package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Lexer;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private record Name(Phrase phrase, int length, City city) {}

  private final Map<String, List<Name>> byFirstWord = new HashMap<>();

  Atlas(Collection<City> cities) {
    Map<String, City> all = new LinkedHashMap<>();
    cities.forEach(city -> all.put(folded(city.name()), city));
    OTHER_CITIES.forEach(name -> all.putIfAbsent(folded(name), new City(name)));
    all.values().forEach(this::add);
    byFirstWord
        .values()
        .forEach(names -> names.sort(Comparator.comparingInt(Name::length).reversed()));
  }

  private void add(City city) {
    List<Token> words = Lexer.lex(city.name());
    byFirstWord
        .computeIfAbsent(words.getFirst().text(), word -> new ArrayList<>())
        .add(new Name(Phrase.of(city.name()), words.size(), city));
  }

  /** What spellings of one name have in common. */
  static String folded(String name) {
    StringBuilder folded = new StringBuilder();
    Lexer.lex(name).forEach(token -> folded.append(token.text()).append(' '));
    return folded.toString();
  }

  /** The city whose name is next; of two, the longer. */
  Optional<City> take(Cursor cursor) {
    return cursor
        .peek()
        .map(token -> byFirstWord.getOrDefault(token.text(), List.of()))
        .flatMap(names -> names.stream().filter(name -> cursor.take(name.phrase())).findFirst())
        .map(Name::city);
  }
}
