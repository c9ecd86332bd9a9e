package dev.plangen.server.llm.offline;

import dev.plangen.server.domain.PromptSection;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tagged parts of a prompt. */
final class Sections {

  private Sections() {}

  /**
   * Tags count only on a line of their own, and not inside another section: a plan that mentions
   * {@code <problem>} opens nothing. Of two sections of a kind the later one holds, since examples
   * come before the matter at hand.
   */
  static Map<PromptSection, String> of(String prompt) {
    Map<PromptSection, String> sections = new EnumMap<>(PromptSection.class);
    List<String> lines = prompt.lines().map(String::strip).toList();
    int at = 0;
    while (at < lines.size()) {
      Optional<PromptSection> opened = openedBy(lines.get(at));
      at++;
      if (opened.isPresent()) {
        int length = lines.subList(at, lines.size()).indexOf("</" + opened.get().tag() + ">");
        if (length >= 0) {
          sections.put(opened.get(), String.join("\n", lines.subList(at, at + length)));
          at += length + 1;
        }
      }
    }
    return sections;
  }

  private static Optional<PromptSection> openedBy(String line) {
    return Arrays.stream(PromptSection.values())
        .filter(section -> line.equals("<" + section.tag() + ">"))
        .findFirst();
  }
}
