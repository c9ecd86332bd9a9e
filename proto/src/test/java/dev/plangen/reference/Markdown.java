package dev.plangen.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes comments as GitHub's Markdown: names of the contract as code, or as links to where they
 * stand; everything else as it is, whatever Markdown would make of it.
 */
final class Markdown {

  /**
   * Code in back-ticks; quoted text; a name with underscores, dots or humps; a word in capitals.
   */
  private static final Pattern SPECIAL =
      Pattern.compile(
          "`[^`]+`"
              + "|\"[^\" ]+\""
              + "|[A-Z][A-Z0-9]*_\\*"
              + "|[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+"
              + "|(?:[A-Z][a-z0-9]+){2,}"
              + "|[A-Z]{2,}");

  /** What links lead to, by name. */
  private final Map<String, String> anchors;

  /** Words in capitals that are values of enums or codes of statuses, by their short names. */
  private final Set<String> constants;

  Markdown(Map<String, String> anchors, Set<String> constants) {
    this.anchors = anchors;
    this.constants = constants;
  }

  /** As blocks of a page. */
  String blocks(Comment comment) {
    return comment.blocks().stream().map(this::block).collect(Collectors.joining("\n\n"));
  }

  private String block(Comment.Block block) {
    if (block instanceof Comment.Items list) {
      return list.items().stream().map(item -> "- " + line(item)).collect(Collectors.joining("\n"));
    }
    if (block instanceof Comment.Preformatted pre) {
      return "```text\n" + pre.text() + "\n```";
    }
    return line(((Comment.Paragraph) block).text());
  }

  /** As one cell of a table, where only HTML can break lines. */
  String cell(Comment comment) {
    StringBuilder cell = new StringBuilder();
    for (Comment.Block block : comment.blocks()) {
      if (block instanceof Comment.Items list) {
        cell.append("<ul>");
        list.items().forEach(item -> cell.append("<li>").append(line(item)).append("</li>"));
        cell.append("</ul>");
      } else if (block instanceof Comment.Paragraph paragraph) {
        cell.append(cell.isEmpty() || cell.toString().endsWith("</ul>") ? "" : "<br><br>")
            .append(line(paragraph.text()));
      } else {
        throw new IllegalStateException("a table has no room for a preformatted part: " + block);
      }
    }
    return cell.toString();
  }

  private String line(String text) {
    StringBuilder line = new StringBuilder();
    Matcher special = SPECIAL.matcher(text);
    int end = 0;
    while (special.find()) {
      line.append(escaped(text.substring(end, special.start()))).append(special(special.group()));
      end = special.end();
    }
    return line.append(escaped(text.substring(end))).toString();
  }

  private String special(String found) {
    if (found.startsWith("`")) {
      return found;
    }
    if (found.startsWith("\"")) {
      return "\"" + escaped(found.substring(1, found.length() - 1)) + "\"";
    }
    Optional<String> anchor =
        Optional.ofNullable(anchors.get(found))
            .or(() -> Optional.ofNullable(anchors.get(found.replaceFirst("\\.[a-z_0-9]+$", ""))));
    if (anchor.isPresent()) {
      return "[" + escaped(found) + "](#" + anchor.get() + ")";
    }
    return found.contains("_") || constants.contains(found) ? "`" + found + "`" : escaped(found);
  }

  static String link(String text, String anchor) {
    return "[" + escaped(text) + "](#" + anchor + ")";
  }

  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replaceAll("([\\\\*_<>|\\[\\]~`#])", "\\\\$1");
  }
}
