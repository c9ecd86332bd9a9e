package dev.plangen.server.verify.calendar;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pieces of a clause, by kind.
 *
 * @param times ranges
 * @param singles times without an end
 * @param numbers whether there is a number that is none of the others
 */
record Gist(
    Set<DayOfWeek> days,
    List<Piece.Times> times,
    List<ClockTime> singles,
    List<Integer> durations,
    Set<String> people,
    List<String> words,
    Set<String> signs,
    boolean numbers) {

  static Gist of(List<Piece> pieces) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    List<Piece.Times> times = new ArrayList<>();
    List<ClockTime> singles = new ArrayList<>();
    List<Integer> durations = new ArrayList<>();
    Set<String> people = new HashSet<>();
    List<String> words = new ArrayList<>();
    Set<String> signs = new HashSet<>();
    boolean numbers = false;
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Day(DayOfWeek day) -> days.add(day);
        case Piece.Times range -> times.add(range);
        case Piece.Time(ClockTime time) -> singles.add(time);
        case Piece.Lasting(int minutes) -> durations.add(minutes);
        case Piece.Person(String name) -> people.add(name);
        case Piece.Word(String word) -> words.add(word);
        case Piece.Sign(String sign) -> signs.add(sign);
        case Piece.Figure() -> numbers = true;
      }
    }
    return new Gist(days, times, singles, durations, people, words, signs, numbers);
  }

  boolean tellsTime() {
    return !times.isEmpty() || !singles.isEmpty();
  }

  boolean has(Set<String> any) {
    return words.stream().anyMatch(any::contains);
  }
}
