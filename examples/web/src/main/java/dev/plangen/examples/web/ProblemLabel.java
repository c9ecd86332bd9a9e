package dev.plangen.examples.web;

import java.nio.charset.StandardCharsets;

/**
 * The beginning of a run's problem as one of its labels, by which a list of runs, which tells no
 * problems, can name them.
 */
final class ProblemLabel {

  static final String KEY = "problem";

  /** The most that a label's value may have. */
  private static final int BYTES = 255;

  private ProblemLabel() {}

  /** As much of it as a label takes, in whole characters. */
  static String of(String problem) {
    int end = 0;
    int bytes = 0;
    while (end < problem.length()) {
      String character = Character.toString(problem.codePointAt(end));
      bytes += character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > BYTES) {
        break;
      }
      end += character.length();
    }
    return problem.substring(0, end);
  }
}
