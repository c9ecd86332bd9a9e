package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Words;
import java.util.List;
import java.util.Set;

/** Tells what a count of days is of: "Visit Oslo for 5 days", but "Visit Oslo, hike for 2 days". */
final class Counts {

  private static final Set<String> BEHIND = Words.set("and from in on then");
  private static final Set<TripPiece> OPENING =
      Set.of(new TripPiece.Sign("("), new TripPiece.Sign(":"), new TripPiece.Sign("-"));

  private Counts() {}

  /**
   * Whether the first count is of the visit as a whole: right behind the city or the period, or
   * right before "in" and the city.
   */
  static boolean isOfVisit(List<TripPiece> clause) {
    for (int i = 0; i < clause.size(); i++) {
      if (clause.get(i) instanceof TripPiece.Count) {
        boolean inPlace = isWord(clause, i + 1, Set.of("in")) && isPlace(clause, i + 2);
        return inPlace || (isBehind(clause, i) && isLast(clause, i));
      }
    }
    return false;
  }

  private static boolean isBehind(List<TripPiece> clause, int at) {
    int before = at - 1;
    if (isWord(clause, before, Set.of("for"))) {
      before--;
    }
    while (before >= 0 && OPENING.contains(clause.get(before))) {
      before--;
    }
    return isPlace(clause, before) || (before >= 0 && clause.get(before) instanceof TripPiece.Days);
  }

  private static boolean isLast(List<TripPiece> clause, int at) {
    return at + 1 == clause.size()
        || clause.get(at + 1) instanceof TripPiece.Sign
        || isWord(clause, at + 1, BEHIND);
  }

  private static boolean isPlace(List<TripPiece> clause, int at) {
    return at >= 0 && at < clause.size() && clause.get(at) instanceof TripPiece.Place;
  }

  private static boolean isWord(List<TripPiece> clause, int at, Set<String> words) {
    return at >= 0
        && at < clause.size()
        && clause.get(at) instanceof TripPiece.Word(String word)
        && words.contains(word);
  }
}
