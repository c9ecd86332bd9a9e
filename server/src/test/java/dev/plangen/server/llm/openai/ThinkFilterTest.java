package dev.plangen.server.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThinkFilterTest {

  /** What a model writes, and what of it is text. */
  private static final Map<String, String> CASES =
      Map.ofEntries(
          Map.entry("plain", "plain"),
          Map.entry("", ""),
          Map.entry(" \n ", " \n "),
          Map.entry(" \n indented", " \n indented"),
          Map.entry("<think>why</think>text", "text"),
          Map.entry(" \n<think>\nwhy\n</think>\n\n text\n", "text\n"),
          Map.entry("<think></think>text", "text"),
          Map.entry("<think>never ends", ""),
          Map.entry("<think>nearly </think", ""),
          Map.entry("<think>a < b </ c </thin </think>text", "text"),
          Map.entry("<think>only</think> \n", ""),
          Map.entry("<thi", "<thi"),
          Map.entry("<thinner> is text", "<thinner> is text"),
          Map.entry("<<think>text</think>", "<<think>text</think>"),
          Map.entry("text <think>stays</think>", "text <think>stays</think>"),
          Map.entry("<think>a</think>b<think>c</think>", "b<think>c</think>"),
          Map.entry("</think>text", "</think>text"));

  @Test
  void everySplitIntoTwoPiecesGivesTheSameText() {
    CASES.forEach(
        (written, text) -> {
          for (int i = 0; i <= written.length(); i++) {
            assertThat(filter(List.of(written.substring(0, i), written.substring(i))))
                .as("%s split at %d", written, i)
                .isEqualTo(text);
          }
        });
  }

  @Test
  void everySplitIntoThreePiecesGivesTheSameText() {
    CASES.forEach(
        (written, text) -> {
          for (int i = 0; i <= written.length(); i++) {
            for (int j = i; j <= written.length(); j++) {
              assertThat(
                      filter(
                          List.of(
                              written.substring(0, i),
                              written.substring(i, j),
                              written.substring(j))))
                  .as("%s split at %d and %d", written, i, j)
                  .isEqualTo(text);
            }
          }
        });
  }

  @Test
  void singleCharactersGiveTheSameText() {
    CASES.forEach(
        (written, text) ->
            assertThat(filter(written.chars().mapToObj(Character::toString).toList()))
                .as(written)
                .isEqualTo(text));
  }

  @Test
  void textPassesAtOnceWhenItCanBeNoReasoning() {
    var filter = new ThinkFilter();
    assertThat(filter.filter("<th")).isEmpty();
    assertThat(filter.filter("e plan")).isEqualTo("<the plan");
    assertThat(filter.filter(" <think>")).isEqualTo(" <think>");
  }

  private static String filter(List<String> pieces) {
    var filter = new ThinkFilter();
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(filter.filter(piece)));
    return text.append(filter.end()).toString();
  }
}
