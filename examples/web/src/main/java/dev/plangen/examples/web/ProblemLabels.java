package dev.plangen.examples.web;

import java.util.Map;
import java.util.TreeMap;

/**
 * The problem of a run, which the server does not tell, in labels, which it does: whoever opens a
 * run, wherever it was started, sees what it is about. A label holds at most 255 bytes of UTF-8,
 * and a run 32 labels, so a long problem is cut off.
 */
final class ProblemLabels {

  private static final String KEY = "problem.";
  private static final int BYTES = 255;

  /** Leaves 8 labels to the caller. */
  private static final int PIECES = 24;

  private static final String CUT_OFF = "…";

  private ProblemLabels() {}

  static Map<String, String> of(String problem) {
    Map<String, String> labels = new TreeMap<>();
    int begin = 0;
    while (begin < problem.length() && labels.size() < PIECES) {
      int end = endOfPiece(problem, begin);
      labels.put("%s%02d".formatted(KEY, labels.size()), problem.substring(begin, end));
      begin = end;
    }
    if (begin < problem.length()) {
      labels.put("%s%02d".formatted(KEY, labels.size()), CUT_OFF);
    }
    return labels;
  }

  /** Empty where a run was started by somebody else. */
  static String problem(Map<String, String> labels) {
    StringBuilder problem = new StringBuilder();
    new TreeMap<>(labels)
        .forEach(
            (key, piece) -> {
              if (key.startsWith(KEY)) {
                problem.append(piece);
              }
            });
    return problem.toString();
  }

  private static int endOfPiece(String problem, int begin) {
    int end = begin;
    int bytes = 0;
    while (end < problem.length()) {
      int codePoint = problem.codePointAt(end);
      bytes += bytesOf(codePoint);
      if (bytes > BYTES) {
        return end;
      }
      end += Character.charCount(codePoint);
    }
    return end;
  }

  private static int bytesOf(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
