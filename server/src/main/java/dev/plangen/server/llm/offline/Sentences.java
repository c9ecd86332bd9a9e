package dev.plangen.server.llm.offline;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Text in sentences, each stripped, none empty. */
final class Sentences {

  /** Line ends and colons end a sentence too; the point of "St. Gallen" does not. */
  private static final Pattern END = Pattern.compile("(?<=[.;:!?])(?<!\\bSt\\.)\\s+|\\s*\\R\\s*");

  private Sentences() {}

  static List<String> of(String text) {
    return Arrays.stream(END.split(text.strip(), -1)).filter(part -> !part.isBlank()).toList();
  }
}
