package dev.plangen.server.verify.finding;

/** What was found about a plan and one fact of the problem. */
public sealed interface Finding {

  /** Why, in words for a person. */
  String reason();

  /** The plan keeps it. */
  record Kept(String reason) implements Finding {}

  /** The plan breaks it, whatever else may be demanded. */
  record Broken(String reason) implements Finding {}

  /**
   * There is a better plan, so this one breaks it, provided that nothing else is demanded which
   * rules out the better one.
   */
  record Outdone(String reason) implements Finding {}
}
