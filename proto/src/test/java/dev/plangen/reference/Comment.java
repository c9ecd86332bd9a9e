package dev.plangen.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A comment as the paragraphs, lists and preformatted parts that it is written in. */
record Comment(List<Block> blocks) {

  /** Part of a comment. */
  sealed interface Block {}

  /** Running text, on one line. */
  record Paragraph(String text) implements Block {}

  /** Each item on one line. */
  record Items(List<String> items) implements Block {}

  /** Indented lines: a table or a formula, to be left as it is. */
  record Preformatted(String text) implements Block {}

  static Comment of(String text) {
    return new Comment(
        Arrays.stream(text.split("\n\\s*\n"))
            .filter(block -> !block.isBlank())
            .map(Comment::block)
            .toList());
  }

  private static Block block(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (!lines.stream().allMatch(line -> line.startsWith("  "))) {
      return new Paragraph(joined(lines));
    }
    return lines.get(0).startsWith("  - ")
        ? new Items(items(lines))
        : new Preformatted(
            lines.stream().map(line -> line.substring(2)).collect(Collectors.joining("\n")));
  }

  private static List<String> items(List<String> lines) {
    List<List<String>> items = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("  - ")) {
        items.add(new ArrayList<>());
      }
      items.get(items.size() - 1).add(line.replaceFirst("^  - ", ""));
    }
    return items.stream().map(Comment::joined).toList();
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(String::strip).collect(Collectors.joining(" "));
  }
}
