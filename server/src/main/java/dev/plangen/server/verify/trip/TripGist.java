package dev.plangen.server.verify.trip;

import java.util.ArrayList;
import java.util.List;

/** The pieces of a clause, by kind, in their order. */
record TripGist(
    List<City> cities,
    List<TripPiece.Days> days,
    List<Integer> counts,
    List<Integer> cityCounts,
    List<String> words) {

  static TripGist of(List<TripPiece> pieces) {
    TripGist gist =
        new TripGist(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (TripPiece piece : pieces) {
      switch (piece) {
        case TripPiece.Place(City city) -> gist.cities.add(city);
        case TripPiece.Days days -> gist.days.add(days);
        case TripPiece.Count(int days) -> gist.counts.add(days);
        case TripPiece.CityCount(int cities) -> gist.cityCounts.add(cities);
        case TripPiece.Word(String word) -> gist.words.add(word);
        case TripPiece.Sign sign -> {}
        case TripPiece.Figure figure -> {}
      }
    }
    return gist;
  }
}
