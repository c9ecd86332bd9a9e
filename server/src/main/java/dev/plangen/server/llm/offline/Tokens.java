package dev.plangen.server.llm.offline;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text in pieces of about a word: a word or a sign, with the white space before it. */
final class Tokens {

  private static final Pattern TOKEN = Pattern.compile("\\s*+(?:[\\p{L}\\p{N}]++|\\S)|\\s++\\z");

  private Tokens() {}

  /** Joined, they are the text again. */
  static List<String> of(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  static long count(String text) {
    return TOKEN.matcher(text).results().count();
  }
}
