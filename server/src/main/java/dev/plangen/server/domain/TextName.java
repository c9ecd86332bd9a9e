package dev.plangen.server.domain;

/**
 * Names a text that a model writes, as readers of a run know it. Two calls may write the same text
 * one after the other: a repair question starts the verdict again.
 *
 * @param candidate id of the candidate that is written or judged; empty if there is none
 * @param verifier who judges; empty unless the stage is {@code VERIFY_SOLUTIONS}
 */
public record TextName(Stage stage, String candidate, String verifier) {

  /** A text that is about no candidate. */
  public static TextName of(Stage stage) {
    return new TextName(stage, "", "");
  }
}
