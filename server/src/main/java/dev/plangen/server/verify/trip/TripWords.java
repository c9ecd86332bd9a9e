package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Words;
import java.util.List;
import java.util.Set;

/** The words of travelling that plans may use: none of them denies, doubts or sets a condition. */
final class TripWords {

  private static final Set<String> KNOWN =
      Words.set(
          """
          's a accommodation afternoon airport all also an and annual answer area arrival
          arrive arrives arriving art as at attend attending attractions be beach begin
          beginning begins between board both by cafe café can castle catch cathedral
          check cities city coast commute conclude concludes conference connecting
          continue corrected cuisine culture day days depart departing departure dinner
          direct discover duration during each end ending ends enjoy enjoying european
          evening event experience explore exploring final finalized finally first flies
          flight flights fly flying follow following follows food for free friend friends
          from full go great happy have head heading here here's historic historical
          history home hotel i in including is it itinerary its journey land landing
          landmarks last lasts leave leaving leisure let let's life local lunch main
          market me meet meeting morning move moving museum museums my next nice night
          nightlife of old on one order our overall park parks plan planned please proceed
          proposed relatives relax relaxing remain requested return revised route schedule
          see settle show sights sightseeing solution some spend spending square start
          starting starts stay staying stays suggested sunset take taking the their them
          then there these this time to together total tour tours town transfer travel
          traveling travelling trip until updated various vibrant view visit visiting
          visits walk way we wedding welcome where will with workshop you your
          """);

  private static final Set<String> SIGNS =
      Set.of(
          ",", ":", "-", "(", ")", "[", "]", "→", "\"", "'", "“", "”", "•", "·", "&", "✓", "✔", "✅",
          "✈", "🛫", "🛬", "📍", "\n");

  private static final Set<String> PLANS =
      Words.set("answer itinerary journey plan route schedule solution trip");

  /** A heading that says that what follows replaces what was before. */
  private static final Set<String> LAST = Words.set("final finalized revised corrected updated");

  private static final Set<String> EVENTS =
      Words.set("conference friend friends relatives show wedding workshop");

  /** None of them says where one is, or goes. */
  private static final Set<String> BESIDE_EVENTS =
      Words.set(
          """
          a an and annual at attend between can during event for from in meet meeting my of on our
          requested see the their to together tour visit visiting will with you your
          """);

  private TripWords() {}

  /** Whether they tell of an event and of nothing else: "Meet your friend between …". */
  static boolean tellOfEvent(List<String> words) {
    return words.stream().anyMatch(EVENTS::contains)
        && words.stream().allMatch(word -> EVENTS.contains(word) || BESIDE_EVENTS.contains(word));
  }

  static boolean areKnown(List<TripPiece> pieces) {
    return pieces.stream()
        .allMatch(
            piece ->
                switch (piece) {
                  case TripPiece.Word(String word) -> KNOWN.contains(word);
                  case TripPiece.Sign(String sign) -> SIGNS.contains(sign);
                  case TripPiece.Figure figure -> false;
                  case TripPiece.Days days -> true;
                  case TripPiece.Count count -> true;
                  case TripPiece.CityCount count -> true;
                  case TripPiece.Place place -> true;
                });
  }

  static boolean isKnown(String word) {
    return KNOWN.contains(word);
  }

  static boolean namePlan(List<TripPiece> pieces) {
    return has(pieces, PLANS);
  }

  static boolean replace(List<TripPiece> pieces) {
    return has(pieces, LAST);
  }

  private static boolean has(List<TripPiece> pieces, Set<String> words) {
    return pieces.stream()
        .anyMatch(piece -> piece instanceof TripPiece.Word(String word) && words.contains(word));
  }
}
