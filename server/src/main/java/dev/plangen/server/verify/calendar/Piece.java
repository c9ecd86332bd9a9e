package dev.plangen.server.verify.calendar;

import java.time.DayOfWeek;

/** A part of a sentence about meetings, in free wording. */
sealed interface Piece {

  record Day(DayOfWeek day) implements Piece {}

  /** "from 9 to 9:30am". */
  record Times(ClockTime from, ClockTime to) implements Piece {}

  /** A time alone. */
  record Time(ClockTime time) implements Piece {}

  record Lasting(int minutes) implements Piece {}

  /**
   * A participant.
   *
   * @param name as the problem spells it
   */
  record Person(String name) implements Piece {}

  /** Folded. */
  record Word(String word) implements Piece {}

  record Sign(String sign) implements Piece {}

  /** A number that is no time and no duration. */
  record Figure() implements Piece {}
}
