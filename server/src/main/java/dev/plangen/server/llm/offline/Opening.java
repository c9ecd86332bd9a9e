package dev.plangen.server.llm.offline;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where the problem of a text begins.
 *
 * @param before the offset from which what stands before the opening belongs to the problem too
 */
record Opening(MatchResult found, int before) {

  /** What stands after a worked example, and before the next problem. */
  private static final Pattern ANSWER =
      Pattern.compile("(?i)\\b(?:solutions?|answers?|plans?)\\s*:|\\bhere is the\\b");

  /** Of several openings, the ones before the last are worked examples with their answers. */
  static Optional<Opening> find(Pattern opening, String text) {
    List<MatchResult> all = opening.matcher(text).results().toList();
    for (int i = 1; i < all.size(); i++) {
      String between = text.substring(all.get(i - 1).end(), all.get(i).start());
      if (!ANSWER.matcher(between).find()) {
        throw Rejection.unknownSentence(Sentences.number(text, all.get(i).end()));
      }
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int start = all.getLast().start();
    // The paragraph of the opening is not the example's any more.
    int before = all.size() == 1 ? 0 : Math.max(0, text.lastIndexOf("\n", start - 1));
    return Optional.of(new Opening(all.getLast(), before));
  }
}
