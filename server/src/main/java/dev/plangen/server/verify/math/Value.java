package dev.plangen.server.verify.math;

/** What an expression is worth. */
sealed interface Value {

  /**
   * A number.
   *
   * @param percent whether it was written as a percentage
   */
  record Exact(Rational number, boolean percent) implements Value {}

  /**
   * A plain expression whose value can't be told.
   *
   * @param reason for a person
   */
  record Undecided(String reason) implements Value {}

  /** Not a plain expression. */
  record Unclear() implements Value {}
}
