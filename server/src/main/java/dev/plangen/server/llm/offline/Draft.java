package dev.plangen.server.llm.offline;

import java.util.Optional;

/**
 * The beginning of a plan that is written step by step: a meeting's day and then its time, a trip's
 * stays one after the other. Steps joined by line breaks are read like a plan that was written at
 * once. Used by one thread.
 */
sealed interface Draft permits CalendarDraft, TripDraft {

  /** What comes after the last step. Nothing in it is read as part of a plan. */
  String END = "The plan is complete.";

  /**
   * Whether a model would call it complete, right or wrong. Wrong ones come to an end too: each
   * step that {@link #next} and {@link #slip} write brings it nearer.
   */
  boolean isComplete();

  /**
   * The next step, if it is not complete: of a right plan where one begins like this, always of the
   * same; otherwise what seems to be next.
   */
  String next(Noise noise);

  /**
   * A step, if it is not complete, after which no right plan is left. Empty if nothing can be got
   * wrong here, as with the day of a meeting that has only one.
   */
  Optional<String> slip(Noise noise);

  /** In how many steps of a right plan {@link #slip} has something to offer, at least 1. */
  int chancesToSlip();

  /** Of the constraints that the steps decide; at least one finding. */
  Judgement judge();

  /** The finding on what the steps have not decided yet: broken if nothing right can follow. */
  static Finding outlook(Optional<String> fault) {
    return Finding.of("A plan that satisfies every constraint begins with these steps", fault);
  }
}
