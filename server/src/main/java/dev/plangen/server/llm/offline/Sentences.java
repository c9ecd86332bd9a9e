package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in sentences, each stripped, none empty. */
final class Sentences {

  /**
   * @param text stripped
   * @param end the offset at which it ends in the whole text
   */
  record Sentence(String text, int end) {}

  /** Line ends and colons end a sentence too; the point of "St. Gallen" does not. */
  private static final Pattern END = Pattern.compile("(?<=[.;:!?])(?<!\\bSt\\.)\\s+|\\s*\\R\\s*");

  private Sentences() {}

  static List<String> of(String text) {
    return Arrays.stream(END.split(text.strip(), -1)).filter(part -> !part.isBlank()).toList();
  }

  /** Those of a part of the text, of which the first may be the rest of a sentence. */
  static List<Sentence> within(String text, int from, int to) {
    List<Sentence> sentences = new ArrayList<>();
    Matcher end = END.matcher(text).region(from, to).useTransparentBounds(true);
    int at = from;
    while (at < to) {
      int stop = end.find() ? end.start() : to;
      String sentence = text.substring(at, stop).strip();
      if (!sentence.isEmpty()) {
        sentences.add(new Sentence(sentence, stop));
      }
      at = stop == to ? to : end.end();
    }
    return sentences;
  }

  /** Which sentence of the whole text ends at the offset, counted from 1. */
  static int number(String text, int end) {
    return of(text.substring(0, end)).size();
  }
}
