package dev.plangen.examples.evaluate.answer;

import java.util.Optional;

/** Reads the plans of one problem. Implementations are immutable. */
public sealed interface AnswerReader permits MeetingReader, TripReader {

  /** The facts of a plan; empty if it does not state them in a way that is understood. */
  Optional<Answer> read(String plan);
}
