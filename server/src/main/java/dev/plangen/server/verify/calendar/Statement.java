package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.ClockTime.Range;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;

/** What a clause of a plan says about when to meet. */
sealed interface Statement {

  /**
   * That the meeting takes place then.
   *
   * @param meanings what it can mean, most often one slot; not empty
   */
  record Proposal(List<Slot> meanings, Weight weight) implements Statement {}

  /** That there is no time for it. */
  record NoTime() implements Statement {}

  /**
   * Something about times or days that is understood as no proposal, or not understood.
   *
   * @param harmless whether it surely proposes nothing: it tells somebody's schedule, or the work
   *     hours
   * @param times each with what it can mean; a time without an end is not among them
   * @param loose whether it has a time without an end
   */
  record Mention(boolean harmless, Set<DayOfWeek> days, List<List<Range>> times, boolean loose)
      implements Statement {}

  /** That something is amiss with what has been said. */
  record Doubtful() implements Statement {}

  /** Anything else. */
  record Remark() implements Statement {}

  /** How clearly a proposal is the final one. */
  enum Weight {
    /** A slot and hardly a word. */
    BARE,
    /** It says that it is about the meeting. */
    PLAIN,
    /** It says that it is the answer. */
    FINAL
  }
}
