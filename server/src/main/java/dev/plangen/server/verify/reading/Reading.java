package dev.plangen.server.verify.reading;

/**
 * What came of reading a text.
 *
 * @param <T> what the text says
 */
public sealed interface Reading<T> {

  /** All of it is understood. */
  record Clear<T>(T value) implements Reading<T> {}

  /**
   * Something in it is not understood, or means two things.
   *
   * @param reason what, as the rest of a sentence, for a person
   */
  record Unclear<T>(String reason) implements Reading<T> {}
}
