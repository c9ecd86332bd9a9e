package dev.plangen.examples.evaluate.answer;

/** The facts that a plan states. Two plans are the same if these are equal. */
public sealed interface Answer permits Meeting, Trip {

  /** The facts in one line; equal exactly if the answers are. */
  String text();
}
