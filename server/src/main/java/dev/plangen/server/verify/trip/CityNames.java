package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Token.Kind;
import dev.plangen.server.verify.reading.Words;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads city names where a problem must have one, and keeps one city for all spellings. */
final class CityNames {

  private static final int MOST_TOKENS = 6;
  private static final int LONGEST = 64;

  /** As names they would make the sentences around them ambiguous. */
  private static final Set<String> NO_NAMES =
      Words.set("and to from for in at between day days you the a an i during then");

  private final Map<String, City> byName = new LinkedHashMap<>();

  /**
   * The name that ends before one of {@code ends}, or at the end: words with capitals, joined by
   * spaces or hyphens. Empty, with the cursor anywhere, if there is none.
   */
  Optional<City> take(Cursor cursor, Set<String> ends) {
    StringBuilder name = new StringBuilder();
    boolean capitals = false;
    int taken = 0;
    while (!cursor.isAtEnd() && !ends.contains(cursor.peek().orElseThrow().text())) {
      Token token = cursor.next();
      taken++;
      if (taken > MOST_TOKENS || !fits(token) || name.length() > LONGEST) {
        return Optional.empty();
      }
      capitals |= token.capitalised();
      name.append(token.spaced() && !name.isEmpty() ? " " : "").append(token.original());
    }
    return capitals
        ? Optional.of(
            byName.computeIfAbsent(
                Atlas.folded(name.toString()), folded -> new City(name.toString())))
        : Optional.empty();
  }

  private static boolean fits(Token token) {
    return token.kind() == Kind.WORD ? !NO_NAMES.contains(token.text()) : token.isSign("-");
  }

  Collection<City> all() {
    return byName.values();
  }
}
